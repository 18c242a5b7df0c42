// SPDX-License-Identifier: Apache-2.0
#include "unit/analysis/series/usual_builds.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <vector>

namespace tidegate::analysis {

using model::PointStatus;

TEST_CASE("a series is learned for 15 builds, and judged from the 16th on") {
  SeriesGate gate{model::SeriesRule{}};
  for (int build = 0; build < 15; ++build) {
    const auto verdict = gate.next({.value = 100});
    CHECK(verdict.status == PointStatus::learning);
    CHECK(verdict.samples == static_cast<std::size_t>(build));
    CHECK_FALSE(verdict.evidence);
  }
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
}

TEST_CASE("what is no positive number is invalid and changes nothing") {
  SeriesGate gate = learned();
  SeriesGate other = learned();
  for (const double value : {0.0,
                             -5.0,
                             std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    CHECK(status_of(gate, {.value = value}) == PointStatus::invalid);
  }
  CHECK(gate.smallest_visible_step() == other.smallest_visible_step());
  CHECK(gate.next(confirmed(121, 118)).evidence->left_out.invalid == 4);
}

TEST_CASE("a slow build that a second measurement confirms is red, with its arithmetic") {
  SeriesGate gate = learned();
  const auto verdict = gate.next(confirmed(121, 118));
  CHECK(verdict.status == PointStatus::red);
  CHECK(verdict.red_since == 25);
  REQUIRE(verdict.evidence);
  const auto& evidence = *verdict.evidence;
  CHECK(evidence.measured == 121);
  CHECK(evidence.confirmed == 118);
  CHECK(evidence.centre == doctest::Approx(100));
  CHECK(evidence.samples == 21);
  CHECK(evidence.left_out.waiting == 4);
  CHECK(evidence.together == 2);
  CHECK(evidence.effect == doctest::Approx(.18));
  CHECK(evidence.sigma == doctest::Approx(.0300).epsilon(.01));
  CHECK(evidence.error == doctest::Approx(.7686).epsilon(.001));
  CHECK(evidence.standard_errors == doctest::Approx(5.22).epsilon(.001));
  CHECK(evidence.limit == 3.8);
  CHECK(evidence.floor == doctest::Approx(.10));
  CHECK(evidence.expected_high == doctest::Approx(109.1).epsilon(.001));
  CHECK(evidence.expected_low == doctest::Approx(91.6).epsilon(.01));
  CHECK(evidence.lower_effect == evidence.effect);
  CHECK(evidence.slow == doctest::Approx(std::sqrt(1.10) - 1));
  CHECK(evidence.shape.kind == model::SeriesClass::plain);
  CHECK(evidence.shape.untidy == std::vector{model::Untidiness::few_builds});
  CHECK(evidence.shape.highest == doctest::Approx(std::log(1.06) / evidence.sigma));
  CHECK(evidence.shape.lowest == doctest::Approx(-std::log(.95) / evidence.sigma));
  CHECK(evidence.class_limits.record_factor == 1.3);
}

TEST_CASE("a slow build that nothing confirms asks for another measurement") {
  SeriesGate gate = learned();
  const auto verdict = gate.next({.value = 121});
  CHECK(verdict.status == PointStatus::inconclusive);
  CHECK(verdict.measure_again);
  CHECK_FALSE(verdict.red_since);
}

TEST_CASE("a slow build that the second measurement denies is inconclusive") {
  SeriesGate gate = learned();
  const auto verdict = gate.next(confirmed(150, 99));
  CHECK(verdict.status == PointStatus::inconclusive);
  CHECK_FALSE(verdict.measure_again);
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
}

TEST_CASE("a build that is faster or as usual needs no arithmetic unless it is asked for") {
  SeriesGate gate = learned();
  CHECK_FALSE(gate.next({.value = 101}).evidence);
  const auto verdict = gate.next({.value = 101}, Detail::full);
  CHECK(verdict.status == PointStatus::pass);
  REQUIRE(verdict.evidence);
  CHECK(verdict.evidence->expected_high > 101);
  CHECK(verdict.evidence->smallest_visible_step > .10);
}

TEST_CASE("a regression stays red, and its builds never enter the baseline") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 118));
  for (int build = 0; build < 100; ++build) {
    const auto verdict = gate.next({.value = 120.0 + build % 3});
    CHECK(verdict.status == PointStatus::red);
    CHECK(verdict.red_since == 25);
  }
  const auto last = gate.next({.value = 121}, Detail::full);
  CHECK(last.evidence->centre == doctest::Approx(100));
  CHECK(last.evidence->odds == doctest::Approx(-4));
  CHECK(last.evidence->left_out.alerting == 60);
}

TEST_CASE(
    "the first build that is clearly at the old level closes a regression, a doubtful one asks") {
  SeriesGate gate = learned();
  for (int build = 0; build < 10; ++build) {
    gate.next(confirmed(121, 119));
  }
  SeriesGate other = gate;
  const auto doubtful = other.next({.value = 109});
  CHECK(doubtful.status == PointStatus::red);
  CHECK(doubtful.measure_again);
  CHECK(other.next(confirmed(121, 119)).status == PointStatus::red);
  const auto fixed = gate.next({.value = 100});
  CHECK(fixed.status == PointStatus::pass);
  CHECK(fixed.closed);
  CHECK_FALSE(gate.red_since());
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
}

TEST_CASE("a regression that shrinks to less than the floor is given up, though it began higher") {
  SeriesGate gate = learned();
  for (int build = 0; build < 20; ++build) {
    REQUIRE(gate.next(confirmed(112, 112)).status == PointStatus::red);
  }
  int red = 0;
  while (gate.next({.value = 106}).status == PointStatus::red) {
    ++red;
  }
  CHECK(red == 4); // the fifth of the newest eight
}

TEST_CASE("who cried wolf must show more next time, until a level is accepted") {
  SeriesGate gate = learned();
  const auto raise = [&gate] {
    const auto evidence = *gate.next({.value = 100}, Detail::full).evidence;
    return evidence.limit - evidence.class_limits.limit;
  };
  CHECK(raise() == 0);
  gate.next(confirmed(121, 118));
  gate.next(confirmed(100, 100));
  REQUIRE_FALSE(gate.red_since());
  CHECK(raise() == doctest::Approx(.2));
  gate.bless();
  CHECK(raise() == 0);
}

TEST_CASE("faster for good moves the baseline, and the way back is a regression") {
  SeriesGate gate = learned();
  build_as_usual(gate);
  bool rebased = false;
  for (int build = 0; build < 20; ++build) {
    rebased |= gate.next({.value = usual.at(static_cast<std::size_t>(build)) * .75}).rebased;
  }
  CHECK(rebased);
  for (const double value : usual) {
    REQUIRE(status_of(gate, {.value = value * .75}) == PointStatus::pass);
  }
  bool red = false;
  for (int build = 0; build < 5; ++build) {
    red |= gate.next(confirmed(100, 101)).status == PointStatus::red;
  }
  CHECK(red);
}

TEST_CASE("a short baseline follows a faster level too, before that level hides itself in it") {
  SeriesGate gate = learned();
  std::size_t rebased = 0;
  for (std::size_t build = 0; build < 20; ++build) {
    const auto verdict = gate.next({.value = usual.at(build) * .7});
    rebased = verdict.rebased ? build : rebased;
  }
  CHECK(rebased >= 7); // eight of ten are enough
  CHECK(rebased < 12);
  CHECK(gate.smallest_visible_step().value_or(9) < .3);
}

TEST_CASE("a slow rise is told once, though no build of it is a jump") {
  SeriesGate gate{model::SeriesRule{}};
  int told = 0;
  for (std::size_t build = 0; build < 300; ++build) {
    const double drift = 1 + .4 * static_cast<double>(build) / 300;
    const auto verdict = gate.next({.value = usual.at(build % usual.size()) * drift});
    told += verdict.creeping ? 1 : 0;
  }
  CHECK(told == 1);
}

TEST_CASE("a CPU model is learned before it is judged, and is no regression") {
  SeriesGate gate{model::SeriesRule{}};
  for (std::size_t build = 0; build < 60; ++build) {
    const bool slow = build % 2 == 1;
    gate.next(
        {.value = usual.at(build % usual.size()) * (slow ? 1.3 : 1), .host = slow ? "old" : "new"});
  }
  CHECK(gate.next({.value = 131, .host = "old"}).status == PointStatus::pass);
  CHECK(gate.next({.value = 131, .host = "unheard of"}).status == PointStatus::learning);
  const model::SeriesPoint slow{
      .value = 131, .host = "new", .confirmation = model::Confirmation{130, "new"}};
  CHECK(gate.next(slow).status == PointStatus::red);
}

TEST_CASE("a second measurement on a CPU model that is not known confirms nothing") {
  SeriesGate gate{model::SeriesRule{}};
  for (const double value : usual) {
    gate.next({.value = value, .host = "known"});
  }
  const auto verdict = gate.next(
      {.value = 121, .host = "known", .confirmation = model::Confirmation{121, "unheard of"}});
  CHECK(verdict.status == PointStatus::inconclusive);
}

TEST_CASE("the step that is said to be visible is red within five builds") {
  SeriesGate gate = learned();
  const auto step = gate.smallest_visible_step();
  REQUIRE(step);
  bool red = false;
  for (std::size_t build = 0; build < 5; ++build) {
    const double value = usual.at(build) * (1 + *step);
    red |= gate.next(confirmed(value, value)).status == PointStatus::red;
  }
  CHECK(red);
}

} // namespace tidegate::analysis
