// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/creep.hpp"

#include "analysis/series/medians.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace tidegate::analysis {
namespace {

constexpr std::size_t newest_builds = 20;
constexpr std::size_t least_builds = 60;
constexpr std::size_t least_anchored = 40;
constexpr double mad_to_sigma = 1.4826;

// Calls `use` with each of the newest accepted builds, adjusted.
template<typename Use>
void each_newest(const Baseline& baseline,
                 std::span<const LoggedBuild> waiting,
                 const HostOffsets& offsets,
                 const Use& use) {
  const auto values = baseline.window().values();
  for (std::size_t i = values.size() - (newest_builds - waiting.size()); i < values.size(); ++i) {
    use(baseline.is_mixed() ? values[i] - offsets.of(baseline.hosts()[i]) : values[i]);
  }
  for (const auto& build : waiting) {
    use(offsets.adjusted(build));
  }
}

// Whether the rise is so many sigmas of the noise; that of neighbours, which a slow rise does not
// make wider.
bool exceeds_noise(double rise,
                   const Baseline& baseline,
                   const HostOffsets& offsets,
                   const model::SeriesRule& rule) {
  const auto is_exceeded = [&](double distance) {
    return rise >= rule.creep_sigmas * (distance * mad_to_sigma / std::numbers::sqrt2);
  };
  std::vector<double> distances;
  distances.reserve(baseline.size());
  double before = 0;
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    const double value =
        offsets.adjusted({.value = baseline.window().values()[i], .host = baseline.hosts()[i]});
    if (i > 0) {
      distances.push_back(std::abs(value - before));
    }
    before = value;
  }
  // The median need not be known where it is clear on which side of the bound it lies.
  const auto below = static_cast<std::size_t>(std::ranges::count_if(distances, is_exceeded));
  return 2 * below == distances.size() ? is_exceeded(median_of(std::move(distances)))
                                       : 2 * below > distances.size();
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
  constexpr double rounding = 1e-9;
  const double top = *baseline.anchor() + rule.creep - rounding;
  std::size_t above = 0;
  each_newest(baseline, waiting, offsets, [&](double value) { above += value >= top ? 1U : 0U; });
  if (2 * above < newest_builds) {
    return false; // without sorting: the median is not up there
  }
  std::vector<double> newest;
  each_newest(baseline, waiting, offsets, [&](double value) { newest.push_back(value); });
  const double rise = median_of(std::move(newest)) - *baseline.anchor();
  return rise >= rule.creep && exceeds_noise(rise, baseline, offsets, rule);
}

} // namespace tidegate::analysis
