// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/series_gate.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <vector>

namespace tidegate::analysis {
namespace {

using model::PointStatus;

// 21 of 25 builds are the baseline of the next one; median 100, spread 3 %.
constexpr std::array usual{100., 103., 97., 101., 99.,  104., 96.,  100., 102.,
                           98.,  101., 95., 103., 99.,  100., 106., 98.,  100.,
                           97.,  102., 99., 101., 103., 98.,  100.};

SeriesGate learned(const model::SeriesRule& rule = {}) {
  SeriesGate gate(rule);
  for (const double value : usual) {
    gate.next({.value = value});
  }
  return gate;
}

model::SeriesPoint confirmed(double value, double again) {
  return {.value = value, .confirmation = model::Confirmation{again, {}}};
}

PointStatus status_of(SeriesGate& gate, const model::SeriesPoint& point) {
  return gate.next(point).status;
}

} // namespace

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
  CHECK(evidence.limit == 3.6);
  CHECK(evidence.floor == doctest::Approx(.10));
  CHECK(evidence.expected_high == doctest::Approx(108.6).epsilon(.001));
  CHECK(evidence.expected_low == doctest::Approx(92).epsilon(.01));
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
  CHECK(last.evidence->odds == doctest::Approx(-6));
  CHECK(last.evidence->left_out.alerting == 60);
}

TEST_CASE("a fix closes a regression by itself, one lucky build does not") {
  SeriesGate gate = learned();
  for (int build = 0; build < 10; ++build) {
    gate.next(confirmed(121, 119));
  }
  const auto lucky = gate.next({.value = 100});
  CHECK(lucky.status == PointStatus::red);
  CHECK(lucky.measure_again);
  CHECK(gate.next(confirmed(121, 119)).status == PointStatus::red);
  CHECK(gate.next(confirmed(100, 101)).status == PointStatus::red);
  const auto fixed = gate.next(confirmed(99, 100));
  CHECK(fixed.status == PointStatus::pass);
  CHECK(fixed.closed);
  CHECK_FALSE(gate.red_since());
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
}

TEST_CASE("who cried wolf must show more next time") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 118));
  gate.next(confirmed(100, 100));
  REQUIRE_FALSE(gate.red_since());
  CHECK(gate.next({.value = 100}, Detail::full).evidence->limit == doctest::Approx(3.9));
}

TEST_CASE("what is blessed is the new level") {
  SeriesGate gate = learned();
  for (int build = 0; build < 30; ++build) {
    gate.next(confirmed(120.0 + build % 3, 121));
  }
  REQUIRE(gate.red_since());
  gate.bless();
  CHECK_FALSE(gate.red_since());
  const auto verdict = gate.next({.value = 121}, Detail::full);
  CHECK(verdict.status == PointStatus::pass);
  CHECK(verdict.evidence->centre == doctest::Approx(121));
  CHECK(gate.next(confirmed(150, 150)).status == PointStatus::red);
}

TEST_CASE("right after a bless the gate is awake, with the noise it had learned before") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 119));
  REQUIRE(gate.red_since());
  gate.bless();
  const auto verdict = gate.next({.value = 119}, Detail::full);
  CHECK(verdict.status == PointStatus::pass);
  REQUIRE(verdict.evidence);
  CHECK(verdict.evidence->samples == usual.size() + 1); // what waited, and the build that was red
  CHECK(verdict.evidence->centre == doctest::Approx(120).epsilon(.005));
  CHECK(verdict.evidence->spread == doctest::Approx(.031).epsilon(.1));
  CHECK(gate.next(confirmed(145, 142)).status == PointStatus::red);
}

TEST_CASE("records of before a bless still hold: a burst as there was one is no regression") {
  SeriesGate gate{model::SeriesRule{}};
  for (int round = 0; round < 6; ++round) {
    for (const double value : usual) {
      gate.next({.value = value});
    }
    gate.next(confirmed(140, 100)); // a burst of three, which nothing confirms
    gate.next(confirmed(141, 100));
    gate.next(confirmed(139, 100));
  }
  for (const double value : usual) {
    gate.next({.value = value});
  }
  SeriesGate other = gate;
  REQUIRE(status_of(other, confirmed(140, 141)) != PointStatus::red);
  while (!gate.red_since()) {
    REQUIRE(gate.next(confirmed(250, 251)).index < 200);
  }
  gate.bless();
  CHECK(status_of(gate, confirmed(350, 352)) != PointStatus::red);
}

TEST_CASE("after a bless the old level passes, as any that is faster") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 119));
  gate.bless();
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
}

TEST_CASE("a bless forgives who cried wolf") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 118));
  gate.next(confirmed(100, 100));
  REQUIRE(gate.next({.value = 100}, Detail::full).evidence->limit == doctest::Approx(3.9));
  gate.bless();
  CHECK(gate.next({.value = 100}, Detail::full).evidence->limit == doctest::Approx(3.6));
}

TEST_CASE("a bless on several CPU models moves each of them") {
  SeriesGate gate{model::SeriesRule{}};
  const auto point = [](double value, const char* host) {
    return model::SeriesPoint{
        .value = value, .host = host, .confirmation = model::Confirmation{value, host}};
  };
  for (std::size_t build = 0; build < 60; ++build) {
    const bool slow = build % 2 == 1;
    gate.next(point(usual.at(build % usual.size()) * (slow ? 1.3 : 1), slow ? "old" : "new"));
  }
  REQUIRE(gate.next(point(125, "new")).status == PointStatus::red);
  gate.bless();
  CHECK(gate.next(point(125 * 1.3, "old")).status == PointStatus::pass);
  CHECK(gate.next(point(126, "new")).status == PointStatus::pass);
  CHECK(gate.next(point(125 * 1.3, "new")).status == PointStatus::red);
}

TEST_CASE("faster for good moves the baseline, and the way back is a regression") {
  SeriesGate gate = learned();
  for (const double value : usual) {
    gate.next({.value = value});
  }
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
