// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_time.hpp"
#include "support/recording.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using analysis::slow_cache_troubles;

namespace {

model::Build build_of(const std::string& recording, Seconds duration) {
  const auto fold = test::fold_recording(recording);
  model::Build build;
  build.duration = duration;
  build.steps = fold.steps();
  build.phases = fold.phases(duration);
  return build;
}

model::Build exporting(Seconds took, Seconds of) {
  model::Build build;
  build.duration = of;
  build.phases.emplace().cache_export = took;
  return build;
}

} // namespace

TEST_CASE("an export that waited out three 429 is told by its time") {
  const auto troubles = slow_cache_troubles(build_of("gha-export-429-waited", Seconds{9.5}));
  REQUIRE(troubles.size() == 1);
  CHECK(troubles.front().text.starts_with("cache export took 7."));
  CHECK(troubles.front().text.find(" of 9.5s: ") != std::string::npos);
  CHECK(troubles.front().text.find("429") != std::string::npos);
}

TEST_CASE("a manifest that comes slowly is told by its time") {
  const auto troubles = slow_cache_troubles(build_of("gha-import-slow", Seconds{9.0}));
  REQUIRE(troubles.size() == 1);
  CHECK(troubles.front().text.starts_with("importing cache manifest from gha took 7."));
}

TEST_CASE("a cache that costs little is not worth a word") {
  CHECK(slow_cache_troubles(build_of("gha-cold", Seconds{4.0})).empty());
  CHECK(slow_cache_troubles(build_of("gha-warm", Seconds{4.0})).empty());
}

TEST_CASE("an export counts from more than five seconds and more than a fifth of the build") {
  CHECK(slow_cache_troubles(exporting(Seconds{5.0}, Seconds{6.0})).empty());
  CHECK(slow_cache_troubles(exporting(Seconds{5.1}, Seconds{25.5})).empty());
  CHECK(slow_cache_troubles(exporting(Seconds{5.1}, Seconds{25.0})).size() == 1);
  CHECK(slow_cache_troubles(exporting(Seconds{60.0}, Seconds{600.0})).empty());
}

TEST_CASE("two caches that are slow are two troubles") {
  model::Build build;
  build.duration = Seconds{20};
  model::Step step;
  step.name = "importing cache manifest from gha";
  step.duration = Seconds{6};
  build.steps = {step, step};
  CHECK(slow_cache_troubles(build).size() == 2);
}
