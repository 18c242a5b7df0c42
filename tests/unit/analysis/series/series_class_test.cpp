// SPDX-License-Identifier: Apache-2.0
#include "unit/analysis/series/usual_builds.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <vector>

namespace tidegate::analysis {

using model::PointStatus;

TEST_CASE("in a tidy series one lucky build closes nothing, and a confirmed fix does") {
  SeriesGate gate = tidy();
  for (int build = 0; build < 10; ++build) {
    gate.next(confirmed(121, 119));
  }
  const auto lucky = gate.next({.value = 100});
  CHECK(lucky.status == PointStatus::red);
  CHECK(lucky.measure_again);
  CHECK(gate.next(confirmed(121, 119)).status == PointStatus::red);
  CHECK(gate.next(confirmed(100, 121)).status == PointStatus::red);
  gate.next(confirmed(121, 119));
  CHECK(gate.next(confirmed(99, 100)).closed);
}

TEST_CASE(
    "what is tidy is judged closely: the mean of a build and its confirmation reaches the floor") {
  SeriesGate plain = learned();
  SeriesGate close = tidy();
  CHECK(plain.next(confirmed(113, 108)).status == PointStatus::inconclusive);
  const auto verdict = close.next(confirmed(113, 108));
  CHECK(verdict.status == PointStatus::red);
  REQUIRE(verdict.evidence);
  CHECK(verdict.evidence->shape.kind == model::SeriesClass::tidy);
  CHECK(verdict.evidence->shape.untidy.empty());
  CHECK(verdict.evidence->limit == 2.95);
  CHECK(verdict.evidence->effect == doctest::Approx(std::sqrt(1.13 * 1.08) - 1));
  CHECK(verdict.evidence->lower_effect == doctest::Approx(.08));
}

TEST_CASE("after a spike a series is ugly, and a build counts only with the one before it") {
  SeriesGate gate = tidy();
  REQUIRE(gate.next(confirmed(150, 100)).status == PointStatus::inconclusive);
  CHECK(gate.shape()->kind == model::SeriesClass::tidy); // the spike still waits
  build_as_usual(gate);
  CHECK(gate.shape()->kind == model::SeriesClass::ugly);
  SeriesGate other = tidy();
  gate.next({.value = 95});
  other.next({.value = 95});
  CHECK(other.next(confirmed(160, 160)).evidence->together == 2);
  CHECK(other.red_since());
  const auto first = gate.next(confirmed(160, 160));
  CHECK(first.status == PointStatus::inconclusive);
  CHECK(first.evidence->limit == 4.4);
  CHECK(gate.next(confirmed(160, 160)).status == PointStatus::red);
}

TEST_CASE("noise that reaches upwards, and builds like the one before, are not tidy") {
  SeriesGate skewed{model::SeriesRule{}};
  SeriesGate alike{model::SeriesRule{}};
  for (std::size_t build = 0; build < 100; ++build) {
    const double value = usual.at(build % usual.size());
    skewed.next({.value = value < 100 ? 200 - value : value});
    alike.next({.value = usual.at(build / 4 % usual.size())});
  }
  const auto upwards = skewed.shape();
  CHECK(upwards->kind == model::SeriesClass::plain);
  CHECK(upwards->untidy == std::vector{model::Untidiness::skew});
  CHECK(upwards->highest > 1.5 * upwards->lowest);
  const auto slow = alike.shape();
  CHECK(slow->kind == model::SeriesClass::plain);
  REQUIRE_FALSE(slow->untidy.empty());
  CHECK(slow->untidy.front() == model::Untidiness::alike_neighbours);
  CHECK(slow->inflation > 1.6);
}

TEST_CASE("the class of a series is that of before its regression while one is open") {
  SeriesGate gate = tidy();
  const auto before = gate.shape();
  for (int build = 0; build < 70; ++build) {
    gate.next(confirmed(build == 40 ? 500 : 121, 119));
  }
  REQUIRE(gate.red_since());
  CHECK(gate.shape()->kind == model::SeriesClass::tidy);
  CHECK(gate.shape()->samples == before->samples);
  CHECK(gate.shape()->highest == before->highest);
}

} // namespace tidegate::analysis
