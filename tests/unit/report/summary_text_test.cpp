// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"
#include "report/summary.hpp"
#include "report/text_charts.hpp"
#include "report/text_lines.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("the text summaries read as recorded and fit on a screen") {
  const std::string good = report::text_summary(sample_report().view(), {});
  check_golden("report/summary-pass.txt", good);
  CHECK(std::ranges::count(good, '\n') >= 10);
  CHECK(std::ranges::count(good, '\n') <= 25);
  check_golden("report/summary-build-failed.txt", report::text_summary(failed_report().view(), {}));
}

TEST_CASE("colour marks the verdict only where it is wanted") {
  const SampleReport sample = sample_report();
  CHECK(
      report::text_summary(sample.view(), {.colour = true}).starts_with("\x1b[1;32mPASS\x1b[0m  "));
  CHECK(report::text_summary(sample.view(), {}).starts_with("PASS  "));
}

TEST_CASE("a build of which everything is known fits on a screen and says why in its second line") {
  const std::string text = report::text_summary(rich_report().view(), {});
  check_golden("report/summary-rich.txt", text);
  CHECK(std::ranges::count(text, '\n') <= 25);
  const std::string second = text.substr(text.find('\n') + 1);
  CHECK(second.starts_with("  why      package-lock.json changed, so 5 steps ran again (48.3s)\n"));
}

TEST_CASE("the timeline takes no more columns than the terminal has") {
  SampleReport sample = rich_report();
  sample.build.steps[6].name = "[deps 4/4] RUN 依存関係をインストールする " + std::string(200, 'x');
  for (const int columns : {50, 60, 80, 100, 130}) {
    const auto lines = report::timeline_lines(sample.build, {.colour = false, .columns = columns});
    REQUIRE(lines.size() > 3);
    for (const std::string& line : lines) {
      CHECK(report::display_width(line) + report::TextLines::margin < columns);
    }
  }
}

TEST_CASE("the timeline marks what bounded the build, in colour only where it is wanted") {
  const SampleReport sample = rich_report();
  const auto row_of = [&](const std::string& step, bool colour) {
    const auto lines = report::timeline_lines(sample.build, {.colour = colour, .columns = 100});
    const auto found = std::ranges::find_if(
        lines, [&](const std::string& line) { return line.starts_with(step); });
    REQUIRE(found != lines.end());
    return *found;
  };
  CHECK(row_of("[deps 4/4] RUN npm ci", false).find("█") != std::string::npos);
  CHECK(row_of("[deps 4/4] RUN npm ci", false).find('\x1b') == std::string::npos);
  CHECK(row_of("[lint 2/2]", false).find("█") == std::string::npos);
  CHECK(row_of("[lint 2/2]", false).find("░") != std::string::npos);
  CHECK(row_of("[deps 4/4] RUN npm ci", true).find("\x1b[33m") != std::string::npos);
}

TEST_CASE("without a clock the longest steps take the place of the timeline") {
  SampleReport sample = rich_report();
  for (model::Step& step : sample.build.steps) {
    step.started.reset();
    step.completed.reset();
    step.timing.reset();
  }
  const std::string text = report::text_summary(sample.view(), {});
  CHECK(text.find("timeline") == std::string::npos);
  CHECK(text.find("slowest    31.0s  [deps 4/4] RUN npm ci") != std::string::npos);
}

TEST_CASE("hostile text cannot drive the terminal through the text summary") {
  const std::string text = report::text_summary(hostile_report().view(), {});
  for (const char c : text) {
    const bool fine = static_cast<unsigned char>(c) >= 0x20 || c == '\n';
    CHECK(fine);
  }
  CHECK(text.find("\n# head") == std::string::npos);
}

TEST_CASE("the text summary invents nothing for an empty build") {
  const SampleReport empty;
  const std::string text = report::text_summary(empty.view(), {});
  CHECK(text
        == "BUILT, NOT JUDGED  image in unknown time\n"
           "  time     unknown time, not compared: how the build ended is not known\n"
           "  cache    no cacheable steps\n");
}

TEST_CASE("the text summary says why there is no baseline") {
  SampleReport sample = sample_report();
  sample.history = {.samples = {}, .available = false, .problem = "database is locked"};
  CHECK(report::text_summary(sample.view(), {}).find("could not be read (database is locked)")
        != std::string::npos);
}
