// SPDX-License-Identifier: Apache-2.0
#include "analysis/usual_level.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;

namespace {

// Builds that take 100 s, a second more or less, and from `slower` on 150 s.
model::MetricPast past_of(int builds, int slower) {
  model::MetricPast past;
  for (int i = 0; i < builds; ++i) {
    const double usual = i < slower ? 100 : 150;
    const double value = usual + i % 3 - 1;
    past.points.push_back({.at = Time(std::chrono::minutes(i)), .value = value, .again = value});
  }
  return past;
}

std::optional<double> level_of(const model::MetricPast& past, model::MetricKind kind) {
  return analysis::usual_level(past,
                               {.metric = {.kind = kind}, .situation = {}, .value = 150},
                               {},
                               model::series_rule(model::SeriesProfile::default_rule));
}

} // namespace

TEST_CASE("while a regression is open the usual level is the one before it") {
  const auto level = level_of(past_of(50, 40), model::MetricKind::build_time);
  REQUIRE(level);
  CHECK(*level == doctest::Approx(100).epsilon(0.02));
}

TEST_CASE("after an acceptance the usual level is the new one") {
  auto past = past_of(80, 40);
  past.accepted.push_back({.at = Time(std::chrono::minutes(45))});
  const auto level = level_of(past, model::MetricKind::build_time);
  REQUIRE(level);
  CHECK(*level == doctest::Approx(150).epsilon(0.02));
}

TEST_CASE("nothing is usual yet after a few builds, or where more is better") {
  CHECK_FALSE(level_of(past_of(3, 3), model::MetricKind::build_time));
  CHECK_FALSE(level_of(past_of(50, 50), model::MetricKind::cache_hit_ratio));
}
