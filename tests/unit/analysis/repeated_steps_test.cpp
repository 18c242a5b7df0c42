// SPDX-License-Identifier: Apache-2.0
#include "analysis/repeated_steps.hpp"
#include "support/rich_build.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

namespace {

// `rest`: of the whole command, beside two steps that overlap and took `work` together.
model::Build build_of(double work, double rest) {
  model::Build build;
  build.steps = {test::rich_step({.stage = "s",
                                  .index = 2,
                                  .total = 4,
                                  .instruction = "WORKDIR /x",
                                  .from = 0,
                                  .to = 0.1}),
                 test::rich_step({.stage = "s",
                                  .index = 3,
                                  .total = 4,
                                  .instruction = "RUN a",
                                  .from = 1,
                                  .to = 1 + work - 1}),
                 test::rich_step({.stage = "s",
                                  .index = 4,
                                  .total = 4,
                                  .instruction = "RUN b",
                                  .from = 2,
                                  .to = 1 + work})};
  build.duration = Seconds{work + rest + 3};
  build.phases = model::Phases{.cache_import = Seconds{1},
                               .execute = Seconds{work},
                               .cache_export = Seconds{2},
                               .other = Seconds{rest}};
  return build;
}

double seconds_with(model::Build second, const model::Build& first, const model::Build* baseline) {
  analysis::add_what_was_not_repeated(second, first, baseline);
  CHECK(second.phases->other.count() + second.phases->execute.count() + 3
        == doctest::Approx(second.duration->count()));
  return second.duration->count();
}

} // namespace

TEST_SUITE("repeated_steps") {
  TEST_CASE("the executed steps are compared by name, without WORKDIR") {
    auto first = build_of(10, 5);
    auto second = first;
    second.steps[0].cached = true;
    CHECK(analysis::other_steps(first.steps, second.steps).empty());
    second.steps[2].cached = true;
    CHECK(analysis::other_steps(first.steps, second.steps)
          == "[s 4/4] RUN b was not executed the second time");
    CHECK(analysis::other_steps(second.steps, first.steps)
          == "[s 4/4] RUN b was executed the second time only");
  }

  TEST_CASE("what the second build did not do again counts as in the first") {
    CHECK(seconds_with(build_of(8, 1), build_of(10, 5), nullptr) == doctest::Approx(8 + 5 + 3));
  }

  TEST_CASE("what was slow the first time only does not count") {
    const auto baseline = build_of(7, 2);
    CHECK(seconds_with(build_of(8, 1), build_of(10, 5), &baseline) == doctest::Approx(8 + 2 + 3));
    auto rebuilt = baseline;
    rebuilt.rebuilt.emplace();
    CHECK(seconds_with(build_of(8, 1), build_of(10, 5), &rebuilt) == doctest::Approx(8 + 5 + 3));
  }

  TEST_CASE("what the second build did measure is never made less") {
    const auto baseline = build_of(7, 2);
    CHECK(seconds_with(build_of(8, 6), build_of(10, 5), &baseline) == doctest::Approx(8 + 6 + 3));
  }

  TEST_CASE("a build out of the cache counts as it was measured") {
    auto first = build_of(10, 5);
    auto second = build_of(10, 1);
    for (auto* build : {&first, &second}) {
      for (auto& step : build->steps) {
        step.cached = true;
      }
    }
    CHECK(seconds_with(second, first, nullptr) == doctest::Approx(10 + 1 + 3));
  }
}
