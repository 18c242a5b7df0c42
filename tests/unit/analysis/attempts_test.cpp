// SPDX-License-Identifier: Apache-2.0
#include "analysis/attempts.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using analysis::CacheBreak;
using analysis::join_attempts;

namespace {

Time at(int seconds) {
  return Time(std::chrono::seconds(seconds));
}

model::Step step(std::string name, int index, bool cached, int from, int to) {
  model::Step made;
  made.digest = "sha256:" + name;
  if (index > 0) {
    made.instruction = name.substr(name.find("] ") + 2);
  }
  made.name = std::move(name);
  made.index = index;
  made.reached = true;
  made.cached = cached;
  made.started = at(from);
  made.completed = at(to);
  made.duration = Seconds(to - from);
  return made;
}

model::Build broken_export() {
  model::Build build;
  build.outcome = model::Outcome::failure;
  build.started = at(100);
  build.duration = Seconds(10);
  build.phases.emplace().execute = Seconds(9);
  build.steps = {step("[1/2] FROM x", 1, false, 100, 101),
                 step("[2/2] RUN make", 2, false, 101, 109),
                 step("exporting to GitHub Actions Cache", 0, false, 109, 110)};
  build.steps[1].inputs = {0};
  build.steps[2].error = "error writing layer blob: failed to reserve cache";
  build.cache.backend = "gha";
  analysis::add_trouble(build.cache, analysis::trouble_of(build.steps[2], "export"));
  build.error.emplace().message = "failed to reserve cache";
  return build;
}

model::Build second_attempt() {
  model::Build build;
  build.outcome = model::Outcome::success;
  build.started = at(110);
  build.duration = Seconds(1);
  build.phases.emplace().export_image = Seconds(1);
  build.steps = {step("[1/2] FROM x", 1, false, 110, 110),
                 step("[2/2] RUN make", 2, true, 110, 110)};
  build.steps[1].inputs = {0};
  return build;
}

} // namespace

TEST_CASE("two attempts are one record: steps that the first ran, time of both, the second's end") {
  const auto build =
      join_attempts(broken_export(), second_attempt(), {"write-denied", "export", "gha"});
  CHECK(build.outcome == model::Outcome::success);
  CHECK(build.started == at(100));
  CHECK(build.duration == Seconds(11));
  CHECK(build.phases->execute == Seconds(9));
  CHECK(build.phases->export_image == Seconds(1));
  REQUIRE(build.steps.size() == 3);
  CHECK(build.steps[0].name == "[2/2] RUN make");
  CHECK_FALSE(build.steps[0].cached);
  CHECK(build.steps[0].duration == Seconds(8));
  CHECK(build.steps[0].inputs == std::vector<int>{2}); // FROM of the second attempt comes later
  CHECK(build.steps[1].name == "exporting to GitHub Actions Cache");
  CHECK(build.cache.state == model::CacheState::cold);
  CHECK(build.cache.backend == "gha");
  CHECK_FALSE(build.cache.exported);
  REQUIRE(build.cache.troubles.size() == 1);
  CHECK(build.cache.troubles.front().count == 1);
  REQUIRE(build.rebuilt);
  CHECK(build.rebuilt->without == "export");
  CHECK(build.rebuilt->kind == "write-denied");
  CHECK(build.rebuilt->duration == Seconds(10));
  CHECK_FALSE(build.notices.empty());
}

TEST_CASE("a step that the first attempt had from the cache is as the second made it") {
  auto broken = broken_export();
  broken.steps[1].cached = true;
  auto second = second_attempt();
  second.steps[1].cached = false;
  const auto build = join_attempts(broken, second, {"blob-gone", "import", ""});
  CHECK(build.cache.cacheable_steps == 1);
  CHECK(build.cache.cached_steps == 0);
  CHECK(build.rebuilt->without == "import");
}

TEST_CASE("a second attempt that fails keeps its own error") {
  auto second = second_attempt();
  second.outcome = model::Outcome::failure;
  second.error.emplace().message = "exit code: 2";
  const auto build = join_attempts(broken_export(), second, {"write-denied", "export", "gha"});
  CHECK(build.error->message == "exit code: 2");
  CHECK(build.rebuilt->message == "failed to reserve cache");
}
