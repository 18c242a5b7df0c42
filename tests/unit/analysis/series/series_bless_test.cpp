// SPDX-License-Identifier: Apache-2.0
#include "unit/analysis/series/usual_builds.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {

using model::PointStatus;

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
    build_as_usual(gate);
    gate.next(confirmed(140, 100)); // a burst of three, which nothing confirms
    gate.next(confirmed(141, 100));
    gate.next(confirmed(139, 100));
  }
  build_as_usual(gate);
  SeriesGate other = gate;
  for (const double value : {140., 141.}) {
    REQUIRE(status_of(other, confirmed(value, value)) != PointStatus::red);
  }
  while (!gate.red_since()) {
    REQUIRE(gate.next(confirmed(250, 251)).index < 200);
  }
  gate.bless();
  for (const double value : {350., 352.}) {
    CHECK(status_of(gate, confirmed(value, value)) != PointStatus::red);
  }
}

TEST_CASE("after a bless the old level passes, as any that is faster") {
  SeriesGate gate = learned();
  gate.next(confirmed(121, 119));
  gate.bless();
  CHECK(status_of(gate, {.value = 100}) == PointStatus::pass);
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

} // namespace tidegate::analysis
