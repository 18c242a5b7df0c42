// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/run_records.hpp"

#include <algorithm>

namespace tidegate::analysis {

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

void RunRecords::push(std::span<const double> values) {
  const PerRun medians = newest_run_medians(values);
  for (std::size_t length = 2; length <= std::min(longest_run, values.size()); ++length) {
    const bool first = medians_[length].size() == 0;
    medians_[length].push(medians[length]);
    largest_[length] = first ? medians[length] : std::max(largest_[length], medians[length]);
  }
}

void RunRecords::pop_oldest() {
  for (std::size_t length = 2; length <= longest_run; ++length) {
    const double gone = medians_[length].values().front();
    medians_[length].pop();
    if (gone == largest_[length]) {
      largest_[length] = std::ranges::max(medians_[length].values());
    }
  }
}

void RunRecords::clear() {
  for (auto& queue : medians_) {
    queue.clear();
  }
}

} // namespace tidegate::analysis
