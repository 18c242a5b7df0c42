// SPDX-License-Identifier: Apache-2.0
#include "report/limits.hpp"
#include "report/summary.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_report.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using namespace tidegate::test;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

model::Step numbered_step(int index, double seconds) {
  model::Step step = sample_step("[2/4] RUN make", seconds);
  step.stage = "stage-0";
  step.instruction = "RUN make";
  step.index = index;
  return step;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

// Each line of a gantt diagram has one colon, that before its times, and none of the characters
// that mean something to Mermaid.
void check_gantt(const std::string& markdown, std::size_t begin) {
  const std::string diagram = markdown.substr(begin, markdown.find("\n```\n", begin) - begin);
  CHECK(diagram.starts_with("gantt\n  dateFormat HH:mm:ss.SSS\n  axisFormat "));
  for (const std::string& line : util::split(diagram.substr(diagram.find("  section")), '\n')) {
    CAPTURE(line);
    CHECK(line.find_first_of(";#%{}<>&\"`\\$\t") == std::string::npos);
    const bool section = line.starts_with("  section ");
    CHECK((section ? !contains(line, ":") : count(line.substr(0, line.find(" :") + 2), ":") == 1));
  }
}

// Outside fences: each table row has as many cells as its head, each <code> is closed on its line.
void check_markup(const std::string& markdown) {
  std::string fence;
  std::size_t open_folds = 0;
  std::size_t cells = 0;
  std::size_t begin = 0;
  while (begin < markdown.size()) {
    const std::size_t end = markdown.find('\n', begin);
    REQUIRE(end != std::string::npos);
    const std::string line = markdown.substr(begin, end - begin);
    begin = end + 1;
    const std::string ticks = line.substr(0, line.find_first_not_of('`'));
    if (fence.empty() && ticks.size() >= 3) {
      if (line == "```mermaid") {
        check_gantt(markdown, begin);
      }
      fence = ticks;
      continue;
    }
    if (!fence.empty()) {
      fence = line == fence ? std::string{} : fence;
      continue;
    }
    CAPTURE(line);
    CHECK(count(line, "<code>") == count(line, "</code>"));
    CHECK(count(line, "<sub>") == count(line, "</sub>"));
    CHECK_FALSE(contains(line, "`"));
    const std::size_t folds = count(line, "<details>") + count(line, "</details>");
    open_folds += count(line, "<details>") - count(line, "</details>");
    CHECK(count(line, "<summary>") == count(line, "</summary>"));
    CHECK(count(line, "<")
          == 2 * (count(line, "<code>") + count(line, "<sub>") + count(line, "<summary>"))
                 + count(line, "<br>") + folds);
    CHECK((cells == 0 || !line.starts_with("|") || count(line, "|") == cells));
    cells = line.starts_with("|") ? count(line, "|") : 0;
  }
  CHECK(fence.empty());
  CHECK(open_folds == 0);
}

} // namespace

TEST_CASE("the summary of a good build reads as recorded") {
  check_golden("report/summary-pass.md", report::markdown_summary(sample_report().view()));
}

TEST_CASE("the summary of a failed build reads as recorded") {
  check_golden("report/summary-build-failed.md", report::markdown_summary(failed_report().view()));
}

TEST_CASE("the summary of a build of which everything is known reads as recorded") {
  const std::string markdown = report::markdown_summary(rich_report().view());
  check_golden("report/summary-rich.md", markdown);
  check_markup(markdown);
  CHECK(contains(markdown,
                 "**Why** package-lock.json changed, so 5 steps ran again (48.3s), from "
                 "<code>COPY package.json package-lock.json ./</code> at <code>Dockerfile:3</code> "
                 "on\n"));
  CHECK(contains(markdown, "The image has 7 % of the size of <code>build</code>"));
  CHECK(contains(markdown, ": it cost 1.7s more than it saved"));
}

TEST_CASE("platforms stand side by side and say which is emulated") {
  SampleReport sample = rich_report();
  sample.build.stages = {{.name = "build", .platform = "linux/amd64", .own = Seconds(2)},
                         {.name = "build", .platform = "linux/amd64->arm64", .own = Seconds(19)}};
  sample.build.platforms = {{.platform = "linux/amd64", .own = Seconds(3)},
                            {.platform = "linux/arm64", .own = Seconds(20), .emulated = true}};
  const std::string markdown = report::markdown_summary(sample.view());
  CHECK(contains(markdown, "| time at work | linux/amd64 | linux/arm64 (emulated) |"));
  CHECK(contains(markdown, "| <code>build</code> | 2.0s | 19.0s |"));
  CHECK(contains(markdown, "| **all stages** | 3.0s | 20.0s |"));
}

TEST_CASE("trouble with the cache comes with its remedy, and a second attempt is told") {
  SampleReport sample = rich_report();
  sample.build.cache.troubles = {
      {.kind = "rate-limited", .half = "export", .text = "429", .remedy = "wait", .count = 3}};
  sample.build.rebuilt = model::BrokenAttempt{
      .without = "export", .kind = "rate-limited", .duration = Seconds(12.3), .message = ""};
  const std::string markdown = report::markdown_summary(sample.view());
  CHECK(contains(markdown, "- 🔧 **remedy:** rate-limited (export, 3 times): wait\n"));
  CHECK(contains(markdown,
                 "- **Built again** the cache broke the first attempt after 12.3s, so it was built "
                 "without its export\n"));
}

TEST_CASE("what cannot be known is said to be unknown") {
  SampleReport sample = rich_report();
  sample.build.misses.resize(1);
  sample.build.misses[0].cause = model::MissCause::unknown;
  sample.build.misses[0].because.clear();
  CHECK(contains(report::markdown_summary(sample.view()),
                 "**Why** 5 steps ran again (48.3s); why is not known, from"));
  sample.build.misses[0].because = "what the URL holds may have changed";
  CHECK(contains(
      report::markdown_summary(sample.view()),
      "**Why** 5 steps ran again (48.3s); why is not known: what the URL holds may have changed"));
  sample.build.misses.clear();
  CHECK_FALSE(contains(report::markdown_summary(sample.view()), "**Why**"));
}

TEST_CASE("a first build blames no step: all that ran have the one cause") {
  SampleReport sample = sample_report();
  sample.build.steps = {numbered_step(1, 0.5), numbered_step(2, 4), numbered_step(3, 6)};
  sample.build.steps[0].cached = true;
  sample.build.misses = {{.step = 2, .cause = model::MissCause::first_build, .cost = Seconds(6)}};
  CHECK(contains(report::markdown_summary(sample.view()),
                 "**Why** 2 steps ran (10.0s): no earlier build to compare with\n"));
  sample.build.steps[1].duration.reset();
  CHECK(contains(report::markdown_summary(sample.view()),
                 "**Why** 2 steps ran: no earlier build to compare with\n"));
  sample.build.steps[1].cached = true;
  CHECK(contains(report::markdown_summary(sample.view()), "**Why** 1 step ran (6.0s): no earlier"));
}

TEST_CASE("the summary of a closed gate and of a first build read as recorded") {
  SampleReport closed = sample_report();
  closed.verdicts[0] = sample_verdict(model::Status::fail);
  closed.verdicts[0].limit = 12.0;
  closed.verdicts[0].reason = "built in 12.3s, at most 12.0s is usual";
  closed.verdicts.push_back({.metric = "image-size",
                             .rule = "max-image-size",
                             .status = model::Status::pass,
                             .measured = 95'900'000,
                             .limit = 250'000'000,
                             .unit = model::Unit::bytes,
                             .reason = "95.9 MB, at most 250 MB are allowed"});
  check_golden("report/summary-gate-failed.md", report::markdown_summary(closed.view()));

  SampleReport first = sample_report();
  first.history.samples.clear();
  first.verdicts[0] = sample_verdict(model::Status::learning);
  first.verdicts[0].limit.reset();
  first.verdicts[0].samples = 0;
  first.verdicts[0].reason = "no limit yet: 0 of the 5 builds that it takes so far";
  check_golden("report/summary-learning.md", report::markdown_summary(first.view()));
}

TEST_CASE("hostile text leaves the markup of the summary whole") {
  const std::string markdown = report::markdown_summary(hostile_report().view());
  check_markup(markdown);
  check_markup(report::markdown_summary(sample_report().view()));
  check_golden("report/summary-hostile.md", markdown);
}

TEST_CASE("what was not measured is not in the summary as a number") {
  SampleReport empty;
  const std::string markdown = report::markdown_summary(empty.view());
  CHECK(contains(markdown, "built, not judged"));
  CHECK_FALSE(contains(markdown, "0 B"));
  CHECK_FALSE(contains(markdown, "0 CPUs"));
  CHECK_FALSE(contains(markdown, "phase"));
  CHECK_FALSE(contains(markdown, "Health"));
  CHECK_FALSE(contains(markdown, "0 %"));

  empty.verdicts = {sample_verdict(model::Status::inconclusive)};
  empty.verdicts[0].measured.reset();
  empty.verdicts[0].limit.reset();
  CHECK(contains(report::markdown_summary(empty.view()), "| unknown | unknown |"));
}

TEST_CASE("the first line of the summary says how it went") {
  SampleReport sample = sample_report();
  const auto first_line = [&] {
    const std::string markdown = report::markdown_summary(sample.view());
    return markdown.substr(0, markdown.find('\n'));
  };
  CHECK(first_line().starts_with("### ✅ pass: "));
  sample.verdicts.push_back(sample_verdict(model::Status::learning));
  sample.verdicts.back().samples = 3;
  CHECK(first_line().starts_with("### 🌱 learning 3 of 5: "));
  sample.verdicts.push_back(sample_verdict(model::Status::warn));
  CHECK(first_line().starts_with("### ⚠️ warn: "));
  sample.verdicts.push_back(sample_verdict(model::Status::fail));
  CHECK(first_line().starts_with("### ⛔ fail: "));
  sample.build.outcome = model::Outcome::failure;
  CHECK(first_line().starts_with("### ❌ build failed: "));
  sample.build.outcome = model::Outcome::canceled;
  CHECK(first_line().starts_with("### ⏹️ canceled: "));
}

TEST_CASE("the gravest verdict comes first, and each reason stands once") {
  SampleReport sample = sample_report();
  const auto with = [](model::Status status, int wanted, const std::string& reason) {
    model::Verdict verdict = sample_verdict(status);
    verdict.samples_wanted = wanted;
    verdict.reason = reason;
    return verdict;
  };
  sample.verdicts = {with(model::Status::pass, 0, "a budget that was kept"),
                     with(model::Status::learning, 5, "not yet"),
                     with(model::Status::fail, 5, "too slow")};
  const std::string markdown = report::markdown_summary(sample.view());
  CHECK(markdown.find("| ⛔ fail |") < markdown.find("| 🌱 learning |"));
  CHECK(markdown.find("| 🌱 learning |") < markdown.find("| ✅ pass |"));
  CHECK(count(markdown, "> too slow\n") == 1);
  CHECK(count(markdown, "too slow") == 1);
  CHECK(count(markdown, "- 🌱 not yet\n") == 1);
  CHECK_FALSE(contains(markdown, "kept"));
}

TEST_CASE("what took less than a percent makes no row of its own") {
  SampleReport sample = sample_report();
  sample.build.phases->load_context = Seconds(0.02);
  sample.build.phases->resolve = Seconds(0.03);
  const std::string markdown = report::markdown_summary(sample.view());
  CHECK(contains(markdown, "| load context, resolve | 0.05s | < 1 % | ▏ |"));
  CHECK_FALSE(contains(markdown, "| resolve |"));
  sample.build.duration = Seconds(9.9); // one step took 0.1 s
  const std::string row = "COPY --from=build /app /app</code> | 0.10s |";
  CHECK(contains(report::markdown_summary(sample.view()), row));
  sample.build.duration = Seconds(10.1);
  CHECK_FALSE(contains(report::markdown_summary(sample.view()), row));
}

TEST_CASE("a version that BuildKit was not given at its build is not shown") {
  SampleReport sample = sample_report();
  sample.build.builder = {.driver = "docker", .buildx = "0.29.1", .buildkit = "v0.0.0+unknown"};
  CHECK(contains(report::markdown_summary(sample.view()), "built by docker, buildx 0.29.1 on"));
}

TEST_CASE("a summary that is too long loses its least important parts and stays whole") {
  const SampleReport sample = hostile_report();
  std::size_t last_size = 0;
  for (std::size_t limit = 0; limit < 20'000; limit += 97) {
    const std::string markdown = report::markdown_summary(sample.view(), limit);
    CHECK(markdown.size() <= limit);
    check_markup(markdown);
    last_size = markdown.size();
  }
  const std::string whole = report::markdown_summary(sample.view());
  CHECK(last_size == whole.size());
  const std::string shorter = report::markdown_summary(sample.view(), whole.size() - 1);
  CHECK(shorter.starts_with("### ❌ build failed"));
  CHECK(shorter.ends_with("_Parts were left out: the summary was too long._\n"));
  CHECK_FALSE(contains(shorter, "built by"));
}

TEST_CASE("a build with thousands of long problems keeps its summary small") {
  SampleReport sample = hostile_report();
  sample.build.cache.problems.assign(5000, std::string(100'000, '|'));
  sample.build.notices.assign(5000, std::string(1000, '@'));
  sample.build.error->excerpt = std::string(3'000'000, '`');
  const std::string markdown = report::markdown_summary(sample.view());
  CHECK(markdown.size() < report::max_summary_bytes / 4);
  check_markup(markdown);
}
