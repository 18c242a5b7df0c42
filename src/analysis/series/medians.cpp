// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/medians.hpp"

#include <algorithm>
#include <cstddef>

namespace tidegate::analysis {
namespace {

// The values that are nearest to the centre stand side by side, so the k-th distance (from 0) is
// that of the further end of the best piece of k + 1 values.
double kth_distance(std::span<const double> sorted, double centre, std::size_t k) {
  std::size_t low = 0;
  std::size_t high = sorted.size() - k - 1;
  while (low < high) { // the first piece whose right end is the further one
    const std::size_t middle = (low + high) / 2;
    if (sorted[middle + k] - centre >= centre - sorted[middle]) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const auto reach = [&](std::size_t begin) {
    return std::max(sorted[begin + k] - centre, centre - sorted[begin]);
  };
  return low == 0 ? reach(0) : std::min(reach(low), reach(low - 1));
}

} // namespace

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

double median_distance(std::span<const double> sorted, double centre) {
  const std::size_t half = sorted.size() / 2;
  const double upper = kth_distance(sorted, centre, half);
  return sorted.size() % 2 == 1 ? upper : .5 * (upper + kth_distance(sorted, centre, half - 1));
}

} // namespace tidegate::analysis
