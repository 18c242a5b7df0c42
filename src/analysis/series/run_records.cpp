// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/run_records.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

// Lower medians of the runs that end with the last value, for all lengths that there are values
// for.
PerRun newest_run_medians(std::span<const double> values) {
  PerRun medians{};
  PerRun sorted{};
  for (std::size_t length = 1; length <= std::min(longest_run, values.size()); ++length) {
    const double added = values[values.size() - length];
    std::size_t place = length - 1;
    for (; place > 0 && sorted[place - 1] > added; --place) {
      sorted[place] = sorted[place - 1];
    }
    sorted[place] = added;
    medians[length] = sorted[(length - 1) / 2];
  }
  return medians;
}

} // namespace

PerRun largest_run_medians(std::span<const double> values) {
  PerRun largest{};
  for (std::size_t end = 2; end <= values.size(); ++end) {
    const PerRun medians = newest_run_medians(values.first(end));
    for (std::size_t length = 2; length <= std::min(longest_run, end); ++length) {
      const bool first = end == length;
      largest[length] = first ? medians[length] : std::max(largest[length], medians[length]);
    }
  }
  return largest;
}

bool has_run_above(std::span<const double> values, std::size_t length, double bound) {
  const std::size_t needed = length - (length - 1) / 2; // the lower median and all above it
  std::size_t above = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    above += values[i] > bound ? 1U : 0U;
    if (i >= length) {
      above -= values[i - length] > bound ? 1U : 0U;
    }
    if (i + 1 >= length && above >= needed) {
      return true;
    }
  }
  return false;
}

} // namespace tidegate::analysis
