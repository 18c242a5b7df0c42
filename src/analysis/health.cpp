// SPDX-License-Identifier: Apache-2.0
#include "analysis/health.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace tidegate::analysis {
namespace {

struct Dimension {
  std::string_view name;
  double weight;
};

constexpr std::array<Dimension, 4> dimensions{{
    {.name = "reliability", .weight = 0.4},
    {.name = "performance", .weight = 0.3},
    {.name = "efficiency", .weight = 0.2},
    {.name = "satisfaction", .weight = 0.1},
}};

constexpr double docker_build_target_seconds = 120;

// nullopt where the numbers prove nothing: such an indicator counts as not measured.
std::optional<double> points(const Indicator& indicator) {
  const bool usable = std::isfinite(indicator.value) && indicator.value >= 0
                      && std::isfinite(indicator.target) && indicator.target > 0;
  if (!usable) {
    return std::nullopt;
  }
  if (indicator.at_least) {
    return 100 * std::min(1.0, indicator.value / indicator.target);
  }
  return indicator.value <= indicator.target ? 100 : 100 * indicator.target / indicator.value;
}

std::optional<double> mean_points(const std::vector<Indicator>& indicators,
                                  std::string_view dimension) {
  double sum = 0;
  int count = 0;
  for (const Indicator& indicator : indicators) {
    const auto mine = indicator.dimension == dimension ? points(indicator) : std::nullopt;
    sum += mine.value_or(0);
    count += mine ? 1 : 0;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

} // namespace

std::optional<Health> health_score(const std::vector<Indicator>& indicators) {
  Health health;
  double weights = 0;
  for (const Dimension& dimension : dimensions) {
    const auto mean = mean_points(indicators, dimension.name);
    if (mean) {
      health.score += *mean * dimension.weight;
      weights += dimension.weight;
      health.dimensions.emplace_back(dimension.name);
    }
  }
  if (health.dimensions.empty()) {
    return std::nullopt;
  }
  health.score = std::clamp(health.score / weights, 0.0, 100.0); // rounding may pass 100 by a bit
  return health;
}

std::vector<Indicator> indicators_of(const model::Build& build) {
  if (build.outcome != model::Outcome::success || !build.duration) {
    return {};
  }
  const double seconds = build.duration->count();
  if (!std::isfinite(seconds) || seconds < 0) {
    return {};
  }
  return {{.dimension = "performance",
           .name = "docker build time",
           .value = seconds,
           .target = docker_build_target_seconds,
           .at_least = false}};
}

} // namespace tidegate::analysis
