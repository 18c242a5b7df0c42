// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/prediction.hpp"
#include "model/metric.hpp"

#include <chrono>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace tidegate::test {

// One build an hour.
inline Time hour(int number) {
  return Time(std::chrono::hours(480'000 + number));
}

// Points with ids e0, e1 ... and commits that begin with their number.
inline model::MetricPast past_of(const std::vector<double>& values) {
  model::MetricPast past;
  for (const double value : values) {
    const auto number = static_cast<int>(past.points.size());
    past.points.push_back({.event_id = "e" + std::to_string(number),
                           .at = hour(number),
                           .sha = std::to_string(1000000 + number) + "abcdef",
                           .value = value});
  }
  return past;
}

// Noise of so much around a level, the same in each run.
inline std::vector<double> noisy(std::size_t count, double level, double noise) {
  std::mt19937 random(7); // NOLINT: the same numbers each time
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(random()) / 4294967296.0 - .5;
    values.push_back(level * std::exp(noise * 2 * share));
  }
  return values;
}

inline analysis::NewValue
new_value(double value, model::Metric metric = {}, std::string situation = {}) {
  return {
      .measured = {.metric = std::move(metric), .situation = std::move(situation), .value = value}};
}

} // namespace tidegate::test
