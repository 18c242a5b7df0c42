// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/run_records.hpp"

#include <span>

namespace tidegate::analysis {

// How much the mean of m neighbouring builds varies, in squared sigmas.
struct RunVariance {
  double single{0};    // of one build
  PerRun of_mean{};    // of m builds: the larger of theory and of what runs of m really did
  double inflation{1}; // how much more than independent builds would, at most; without wander
  double wander{0};    // what the means of many builds vary more than they should
};

// `deviations` from their own mean, oldest first, 15 at least.
RunVariance run_variance(std::span<const double> deviations);

} // namespace tidegate::analysis
