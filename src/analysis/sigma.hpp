// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/rule.hpp"

namespace tidegate::analysis {

// Build time against mean + max(k * s, floor) of the last `window` builds of the series, s being
// the sample standard deviation (n - 1). From `min_samples` on; before that the verdict is
// learning.
//
// The floor is the larger of 1 s and 5 % of the mean. Without it a series that happens to be very
// even (s near 0) would fail on a millisecond of noise. The reason names it wherever it decides.
std::optional<model::Verdict> sigma(const Evidence& evidence);

inline constexpr double sigma_floor_seconds = 1.0;
inline constexpr double sigma_floor_share = 0.05;

} // namespace tidegate::analysis
