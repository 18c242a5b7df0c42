// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/medians.hpp"

#include <algorithm>
#include <cstddef>

namespace tidegate::analysis {
double median_of_sorted(std::span<const double> sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : .5 * (sorted[half] + sorted[half - 1]);
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  return median_of_sorted(values);
}

double lower_median(std::span<double> values) {
  std::ranges::sort(values);
  return values[(values.size() - 1) / 2];
}

} // namespace tidegate::analysis
