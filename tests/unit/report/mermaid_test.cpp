// SPDX-License-Identifier: Apache-2.0
#include "report/mermaid.hpp"
#include "support/golden.hpp"
#include "support/rich_build.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;

namespace {

std::string diagram(const model::Build& build, std::size_t most = 40) {
  return report::gantt(build, report::timeline(build, most, true));
}

} // namespace

TEST_CASE("the gantt diagram of a build reads as recorded") {
  check_golden("report/timeline.mermaid", diagram(rich_build()));
}

TEST_CASE("names made of Mermaid's own syntax stay names") {
  model::Build build = rich_build();
  const std::vector<std::string> names{
      "RUN a:b;c#d %%{init: {\"theme\":\"dark\"}}%% --> x",
      "section evil\n  title gone\nclick a href \"javascript:alert(1)\"",
      "2026-11-21, after a1, crit, 3d",
      "</text><script>alert(1)</script>&amp;#35;",
      "```\n# head",
      "$$x$$ \\n %% comment",
      hostile_text()};
  for (std::size_t i = 0; i < names.size(); ++i) {
    build.steps[i].instruction = names[i];
    build.steps[i].name = names[i];
    build.steps[i].stage = names[i];
    build.steps[i].error = i == 0 ? "failed" : "";
  }
  const std::string text = diagram(build);
  check_golden("report/timeline-hostile.mermaid", text);
  CHECK(text.starts_with("```mermaid\ngantt\n"));
  CHECK(text.find("```", 3) == text.size() - 4);
}

TEST_CASE("a timeline keeps what bounded the build and counts what it leaves out") {
  const model::Build build = rich_build();
  const report::Timeline few = report::timeline(build, 3, true);
  REQUIRE(few.bars.size() == 3);
  CHECK(few.bars[0].step->instruction == "RUN npm ci");
  CHECK(few.bars[1].step->instruction == "RUN npm run build");
  CHECK(few.bars[2].step->name == "exporting cache to GitHub Actions Cache");
  CHECK(few.left_out == build.steps.size() - 3);
  CHECK(few.length == Seconds(58.4));
  const auto cached = [](const report::TimelineBar& bar) { return bar.step->cached; };
  CHECK(std::ranges::any_of(report::timeline(build, 40, true).bars, cached));
  CHECK(std::ranges::none_of(report::timeline(build, 40, false).bars, cached));
}

TEST_CASE("a failed step has its bar however short it was") {
  model::Build build = rich_build();
  build.steps[9].error = "exit code: 1";
  const report::Timeline one = report::timeline(build, 1, false);
  REQUIRE(one.bars.size() == 1);
  CHECK(one.bars[0].step == &build.steps[9]);
  CHECK(diagram(build).find("failed - COPY --from=build") != std::string::npos);
}

TEST_CASE("there is no diagram without a clock, nor of more than a day") {
  model::Build build = rich_build();
  build.steps[1].completed = rich_time(90'000);
  CHECK(diagram(build).empty());
  for (model::Step& step : build.steps) {
    step.started.reset();
  }
  CHECK(diagram(build).empty());
  CHECK(report::timeline(build, 40, true).left_out == 0);
}

TEST_CASE("a thousand steps stay within what GitHub draws") {
  model::Build build = rich_build();
  for (int i = 0; i < 1000; ++i) {
    build.steps.push_back(
        rich_step({"s" + std::to_string(i), 2, 3, std::string(500, 'x'), 0, 1.0 * i, i + 30.0}));
  }
  const std::string text = diagram(build);
  CHECK(std::ranges::count(text, '\n') <= 40 * 2 + 7);
  CHECK(text.size() < 10'000);
}
