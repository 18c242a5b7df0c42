// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace tidegate::analysis {

// Indexed by the length of a run of neighbouring builds; 0 is not used.
inline constexpr std::size_t longest_run = model::SeriesRule::lookback + 1;
using PerRun = std::array<double, longest_run + 1>;

// The largest lower median of the runs of each length, from 2; `values` oldest first, as many as
// the longest run at least.
PerRun largest_run_medians(std::span<const double> values);

// The lower median of some run of `length` is more than `bound`. Cheap, as it sorts nothing: most
// verdicts need no more of the records than this.
bool has_run_above(std::span<const double> values, std::size_t length, double bound);

} // namespace tidegate::analysis
