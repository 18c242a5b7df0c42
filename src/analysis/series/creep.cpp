// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/creep.hpp"

#include "analysis/series/medians.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace tidegate::analysis {
namespace {

constexpr std::size_t newest_builds = 20;
constexpr std::size_t least_builds = 60;
constexpr std::size_t least_anchored = 40;
constexpr double mad_to_sigma = 1.4826;

using Newest = std::array<double, newest_builds>;

Newest
newest(const Baseline& baseline, std::span<const LoggedBuild> waiting, const HostOffsets& offsets) {
  Newest values{};
  const auto window = baseline.window().values();
  const std::size_t of_window = newest_builds - waiting.size();
  std::ranges::copy(window.last(of_window), values.begin());
  for (std::size_t i = 0; baseline.is_mixed() && i < of_window; ++i) {
    values.at(i) -= offsets.of(baseline.hosts()[window.size() - of_window + i]);
  }
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    values.at(of_window + i) = offsets.adjusted(waiting[i]);
  }
  return values;
}

// Of neighbours, which a slow rise does not make wider.
double noise(const Baseline& baseline, const HostOffsets& offsets) {
  std::vector<double> distances;
  double before = 0;
  for (const auto& build : baseline.builds()) {
    const double value = offsets.adjusted(build);
    distances.push_back(std::abs(value - before));
    before = value;
  }
  distances.erase(distances.begin());
  return median_of(std::move(distances)) * mad_to_sigma / std::numbers::sqrt2;
}

} // namespace

bool has_crept(const Baseline& baseline,
               std::span<const LoggedBuild> waiting,
               const HostOffsets& offsets,
               const model::SeriesRule& rule) {
  const std::size_t anchored = std::min(rule.anchor_builds, least_anchored);
  if (!baseline.anchor() || baseline.anchored() < anchored || baseline.size() < least_builds) {
    return false;
  }
  const auto values = newest(baseline, waiting, offsets);
  constexpr double rounding = 1e-9;
  const double top = *baseline.anchor() + rule.creep - rounding;
  const auto above = std::ranges::count_if(values, [top](double value) { return value >= top; });
  if (2 * static_cast<std::size_t>(above) < values.size()) {
    return false; // without sorting: the median is not up there
  }
  const double rise = median_of({values.begin(), values.end()}) - *baseline.anchor();
  return rise >= rule.creep
         && rise >= std::max(rule.creep, rule.creep_sigmas * noise(baseline, offsets));
}

} // namespace tidegate::analysis
