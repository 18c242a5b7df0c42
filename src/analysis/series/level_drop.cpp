// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/level_drop.hpp"

#include "analysis/series/medians.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tidegate::analysis {

bool may_drop(std::span<const double> newest, double centre, const model::SeriesRule& rule) {
  if (newest.size() < rule.drop_builds) {
    return false;
  }
  const double clearly = centre - rule.drop_floor / 2;
  const auto faster = std::ranges::count_if(newest.last(rule.drop_builds),
                                            [&](double value) { return value < clearly; });
  return static_cast<double>(faster) >= rule.drop_share * static_cast<double>(rule.drop_builds);
}

std::optional<double> find_drop(std::span<const double> newest,
                                const BaselineStatistics& statistics,
                                const model::SeriesRule& rule) {
  if (!may_drop(newest, statistics.centre, rule)) {
    return std::nullopt;
  }
  const auto judged = newest.last(rule.drop_builds);
  const double drop = median_of({judged.begin(), judged.end()}) - statistics.centre;
  double total = 0;
  for (const double value : judged) {
    total += statistics.clipped(value);
  }
  const auto builds = static_cast<double>(rule.drop_builds);
  const double of_mean =
      statistics.variance[longest_run] * static_cast<double>(longest_run) / builds;
  const double of_centre = statistics.single * statistics.single * statistics.inflation
                           / static_cast<double>(statistics.samples);
  const double error = std::sqrt(of_mean + of_centre);
  const double evidence = (total - builds * statistics.mean) / (builds * error);
  if (evidence > -rule.drop_limit || drop > -rule.drop_floor) {
    return std::nullopt;
  }
  return drop;
}

} // namespace tidegate::analysis
