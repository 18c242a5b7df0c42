// SPDX-License-Identifier: Apache-2.0
#include "analysis/health.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
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
constexpr double success_target = 0.95;
constexpr double stability_target = 0.99;
constexpr double ci_time_target_seconds = 300;

struct Known {
  std::string_view dimension;
  std::string_view name;
};

constexpr std::array<Known, 10> known{{
    {.dimension = "reliability", .name = "CI success rate"},
    {.dimension = "reliability", .name = "test stability"},
    {.dimension = "reliability", .name = "deployment success"},
    {.dimension = "performance", .name = "total CI time"},
    {.dimension = "performance", .name = "docker build time"},
    {.dimension = "performance", .name = "test execution time"},
    {.dimension = "efficiency", .name = "resource utilisation"},
    {.dimension = "efficiency", .name = "cost per build"},
    {.dimension = "efficiency", .name = "developer wait time"},
    {.dimension = "satisfaction", .name = "feedback"},
}};

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

// `lost` is still to be divided by the weights of all dimensions that have data.
std::vector<model::HealthPart> parts_of(const Dimension& dimension,
                                        const std::vector<Indicator>& indicators) {
  std::vector<model::HealthPart> parts;
  for (const Indicator& indicator : indicators) {
    const auto scored = indicator.dimension == dimension.name ? points(indicator) : std::nullopt;
    if (scored) {
      parts.push_back({.dimension = indicator.dimension,
                       .name = indicator.name,
                       .value = indicator.value,
                       .target = indicator.target,
                       .at_least = indicator.at_least,
                       .points = *scored});
    }
  }
  for (model::HealthPart& part : parts) {
    part.lost = (100 - part.points) * dimension.weight / static_cast<double>(parts.size());
  }
  return parts;
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

std::vector<model::HealthPart> health_parts(const std::vector<Indicator>& indicators) {
  std::vector<model::HealthPart> parts;
  double weights = 0;
  for (const Dimension& dimension : dimensions) {
    auto own = parts_of(dimension, indicators);
    weights += own.empty() ? 0 : dimension.weight;
    std::ranges::move(own, std::back_inserter(parts));
  }
  for (model::HealthPart& part : parts) {
    part.lost /= weights;
  }
  return parts;
}

std::vector<std::string> missing_indicators(const std::vector<Indicator>& indicators) {
  std::vector<std::string> missing;
  for (const Known& each : known) {
    const bool measured = std::ranges::any_of(indicators, [&each](const Indicator& indicator) {
      return indicator.dimension == each.dimension && indicator.name == each.name
             && points(indicator);
    });
    if (!measured) {
      missing.push_back(std::string(each.dimension) + ": " + std::string(each.name));
    }
  }
  return missing;
}

std::vector<Indicator> indicators_of(const std::vector<model::PastRun>& runs) {
  double decided = 0;
  double passed = 0;
  double jobs = 0;
  double flaky = 0;
  double timed = 0;
  double seconds = 0;
  for (const model::PastRun& run : runs) {
    decided += run.decided ? 1 : 0;
    passed += run.passed ? 1 : 0;
    jobs += static_cast<double>(run.jobs);
    flaky += static_cast<double>(run.flaky_jobs);
    if (run.passed && run.attempt == 1 && run.duration) {
      timed += 1;
      seconds += run.duration->count();
    }
  }
  std::vector<Indicator> found;
  const auto add = [&found](Known of, double sum, double count, double target) {
    if (count > 0) {
      found.push_back({.dimension = std::string(of.dimension),
                       .name = std::string(of.name),
                       .value = sum / count,
                       .target = target,
                       .at_least = of.dimension == known[0].dimension});
    }
  };
  add(known[0], passed, decided, success_target);
  add(known[1], jobs - flaky, jobs, stability_target);
  add(known[3], seconds, timed, ci_time_target_seconds);
  return found;
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
