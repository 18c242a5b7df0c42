// SPDX-License-Identifier: Apache-2.0
#include "report/comment.hpp"
#include "support/rich_build.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::report;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Rich {
  model::Build build{test::rich_build()};
  model::Build past{test::rich_past()};
  std::vector<model::Verdict> verdicts;
  model::History history;

  CommentSection section(const CommentFrame& frame) const {
    return comment_section({.build = build,
                            .verdicts = verdicts,
                            .history = history,
                            .health = std::nullopt,
                            .past = &past},
                           frame);
  }
};

} // namespace

TEST_CASE("a section says verdict, time, cache, first miss with its line, and what got slower") {
  Rich rich;
  rich.build.run.id = "812";
  rich.build.run.attempt = "2";
  rich.build.baseline->merge_base = "0123abcdef";
  rich.past.steps[8].duration = Seconds(10);
  const auto made = rich.section({.leg = "build (amd64)", .run_number = 17});
  CHECK(made.leg.key == "build (amd64)");
  CHECK(made.leg.run == 812);
  CHECK(made.leg.attempt == 2);
  CHECK(made.leg.sha == "fedcba9876543210");
  CHECK(made.leg.verdict == CommentVerdict::built);
  CHECK(made.leg.milliseconds == 59'400);
  CHECK(contains(made.title, "### ☑️ built, not judged: <code>build (amd64)</code> in 59.4s\n"));
  CHECK(contains(made.facts, "- **Time** 59.4s, no baseline yet"));
  CHECK(contains(made.facts, "- **Cache** partial"));
  CHECK(
      contains(made.facts, "at <code>Dockerfile:3</code>: package-lock.json changed, so 5 steps"));
  CHECK(contains(made.facts, "- **Slower** <code>"));
  CHECK(contains(made.facts, "at <code>Dockerfile:13</code>: 16.9s, 10.0s before\n"));
  CHECK(
      contains(made.facts,
               "run 17 · commit fedcba9 · compared with 0123abc of main, the merge-base</sub>\n"));
  CHECK(contains(made.details, "<details><summary>Details</summary>"));
}

TEST_CASE("a section of a fork says so") {
  const Rich rich;
  CHECK(
      contains(rich.section({.leg = "x", .from_fork = true}).facts, "measured in a run of a fork"));
  CHECK_FALSE(contains(rich.section({.leg = "x"}).facts, "fork"));
}

TEST_CASE("text of a build breaks no marker wherever it stands") {
  for (const std::string bad : {"<!-- tidegate:end -->",
                                "x\n<!-- tidegate:end -->\n<!-- tidegate:comment v1 builds -->",
                                "<!-- tidegate:leg v1 leg=a run=9 -->",
                                "``````\n<!-- tidegate:end -->\n</details>",
                                "--> <!--"}) {
    CAPTURE(bad);
    test::SampleReport hostile = test::hostile_report(bad);
    hostile.past = hostile.build;
    const auto made = comment_section(hostile.view(), {.leg = bad, .head_sha = bad});
    const auto merged =
        merge_comment("", {made, comment_section(hostile.view(), {.leg = "other"})});
    const auto parsed = parse_comment(merged.body);
    CHECK(parsed.damage.empty());
    REQUIRE(parsed.sections.size() == 2);
    CHECK(std::ranges::count(parsed.sections, made) == 1);
    CHECK(is_comment(merged.body, "builds"));
  }
}

TEST_CASE("the default leg of a build does not change with its tag") {
  model::Build build;
  build.run.job = "docker";
  build.request.tags = {"ghcr.io/o/app:1.3"};
  CHECK(default_leg(build) == "docker · ghcr.io/o/app");
  build.run.leg = "amd64, 22";
  CHECK(default_leg(build) == "docker (amd64, 22) · ghcr.io/o/app");
  build.run.leg.clear();
  build.request.tags = {"ghcr.io/o/app:1.4"};
  build.request.dockerfile = "docker/app.Dockerfile";
  build.request.target = "dev";
  CHECK(default_leg(build) == "docker · ghcr.io/o/app · dev · docker/app.Dockerfile");
  build.run.workflow = "ci";
  CHECK(default_leg(build) == "ci / docker · ghcr.io/o/app · dev · docker/app.Dockerfile");
  CHECK(default_leg(model::Build{}) == "build");
}
