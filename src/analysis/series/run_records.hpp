// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/value_queue.hpp"
#include "model/series.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace tidegate::analysis {

// Indexed by the length of a run of neighbouring builds; 0 is not used.
inline constexpr std::size_t longest_run = model::SeriesRule::lookback + 1;
using PerRun = std::array<double, longest_run + 1>;

// Lower medians of the runs that end with the newest value, for all lengths that
// there are values for.
PerRun newest_run_medians(std::span<const double> values);

// The largest lower median of each length in a window that slides.
class RunRecords {
public:
  void push(std::span<const double> values); // the window, with its new last value
  void pop_oldest();
  void clear();

  [[nodiscard]] const PerRun& largest() const { return largest_; }

private:
  std::array<ValueQueue, longest_run + 1> medians_;
  PerRun largest_{};
};

} // namespace tidegate::analysis
