// SPDX-License-Identifier: Apache-2.0
#include "analysis/phases.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::analysis;

namespace {

Span span(Phase phase, int from, int to) {
  return {phase, Time(std::chrono::seconds(from)), Time(std::chrono::seconds(to))};
}

double sum_of(const model::Phases& p) {
  return (p.load_context + p.resolve + p.cache_import + p.execute + p.export_image + p.cache_export
          + p.other)
      .count();
}

} // namespace

TEST_CASE("what no span covers is other") {
  const auto phases =
      split_wall_clock({span(Phase::execute, 2, 5), span(Phase::execute, 7, 8)}, Seconds(10));
  CHECK(phases.execute.count() == doctest::Approx(4));
  CHECK(phases.other.count() == doctest::Approx(6));
}

TEST_CASE("an instant of several phases belongs to the one worth blaming") {
  const auto phases = split_wall_clock({span(Phase::resolve, 0, 10),
                                        span(Phase::load_context, 1, 9),
                                        span(Phase::cache_import, 2, 8),
                                        span(Phase::cache_export, 3, 7),
                                        span(Phase::export_image, 4, 6),
                                        span(Phase::execute, 5, 6)},
                                       Seconds(12));
  CHECK(phases.execute.count() == doctest::Approx(1));
  CHECK(phases.export_image.count() == doctest::Approx(1));
  CHECK(phases.cache_export.count() == doctest::Approx(2));
  CHECK(phases.cache_import.count() == doctest::Approx(2));
  CHECK(phases.load_context.count() == doctest::Approx(2));
  CHECK(phases.resolve.count() == doctest::Approx(2));
  CHECK(phases.other.count() == doctest::Approx(2));
}

TEST_CASE("parallel spans of one phase count once") {
  const auto phases = split_wall_clock(
      {span(Phase::execute, 0, 4), span(Phase::execute, 1, 3), span(Phase::execute, 2, 6)},
      Seconds(6));
  CHECK(phases.execute.count() == doctest::Approx(6));
  CHECK(phases.other.count() == doctest::Approx(0));
}

TEST_CASE("an engine whose clock says more than the command took is scaled down") {
  const auto phases =
      split_wall_clock({span(Phase::execute, 0, 30), span(Phase::resolve, 30, 40)}, Seconds(4));
  CHECK(phases.execute.count() == doctest::Approx(3));
  CHECK(phases.resolve.count() == doctest::Approx(1));
  CHECK(sum_of(phases) == doctest::Approx(4));
}

TEST_CASE("spans that run backwards and the phase other add nothing") {
  const auto phases =
      split_wall_clock({span(Phase::execute, 5, 2), span(Phase::other, 0, 3)}, Seconds(3));
  CHECK(phases.execute.count() == 0);
  CHECK(phases.other.count() == doctest::Approx(3));
}

TEST_CASE("no time makes no phases") {
  CHECK(split_wall_clock({}, Seconds(0)) == model::Phases{});
  CHECK(sum_of(split_wall_clock({span(Phase::execute, 0, 1)}, Seconds(-1))) == 0);
}
