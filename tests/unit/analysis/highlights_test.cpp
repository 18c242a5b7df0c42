// SPDX-License-Identifier: Apache-2.0
#include "analysis/highlights.hpp"
#include "support/rich_build.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using Positions = std::vector<int>;

TEST_CASE("the costliest misses and the steps that bounded the build are worth a remark") {
  const analysis::Highlights found = analysis::highlights(rich_build());
  CHECK(found.misses == Positions{0, 1});
  CHECK(found.slow_steps == Positions{6, 8});
}

TEST_CASE("a build that came from the cache is worth none") {
  model::Build build = rich_build();
  build.misses.clear();
  for (model::Step& step : build.steps) {
    step.cached = step.cacheable();
  }
  const analysis::Highlights found = analysis::highlights(build);
  CHECK(found.misses.empty());
  CHECK(found.slow_steps.empty());
}

TEST_CASE("what was wanted, could not be otherwise or cost next to nothing is worth none") {
  model::Build build = rich_build();
  for (const auto cause : {model::MissCause::first_build,
                           model::MissCause::no_cache,
                           model::MissCause::input_rebuilt}) {
    build.misses[0].cause = cause;
    CHECK(analysis::highlights(build).misses == Positions{1});
  }
  build.misses[0].cause = model::MissCause::files_changed;
  build.misses[0].cost = Seconds(2.9); // less than a twentieth of 59.4 s
  CHECK(analysis::highlights(build).misses == Positions{1});
  build.misses[0].cost.reset();
  CHECK(analysis::highlights(build).misses == Positions{1});
  build.duration = Seconds(10);
  build.misses[0].cost = Seconds(0.9);
  CHECK(analysis::highlights(build).misses == Positions{1});
}

TEST_CASE("a slow step that bounded nothing is not blamed, nor is the export") {
  model::Build build = rich_build();
  build.steps[6].timing->critical = Seconds(0);
  build.steps[11].timing->critical = Seconds(30);
  CHECK(analysis::highlights(build).slow_steps == Positions{8});
  build.misses[1].step = 8;
  CHECK(analysis::highlights(build).slow_steps.empty());
}

TEST_CASE("at most three of each kind") {
  model::Build build = rich_build();
  build.misses.assign(50, build.misses[0]);
  for (model::Step& step : build.steps) {
    step.timing->critical = Seconds(30);
    step.cached = false;
  }
  CHECK(analysis::highlights(build).misses.size() == 3);
  CHECK(analysis::highlights(build).slow_steps.size() == 3);
}
