// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"
#include "util/time.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace tidegate::report {

// Samples shown and used as baseline.
inline constexpr std::size_t max_baseline_samples = 20;

// Against the median of the newest samples of the series.
struct Baseline {
  std::size_t samples{0};
  Seconds median{0};
  Seconds difference{0};         // of this build; positive: slower
  std::optional<double> percent; // absent where the median is 0
};

// nullopt where there is no past, or where the build did not succeed: its time means nothing.
std::optional<Baseline> baseline(const BuildReport& report);
// "0.4s (3.5 %) slower than the median of 20 builds (11.9s)"
std::string describe(const Baseline& baseline);
// Why there is no baseline.
std::string no_baseline(const BuildReport& report);

// The samples, oldest first, and this build: "▂▁▃█"; empty where there are no samples.
std::string sparkline(const BuildReport& report);

} // namespace tidegate::report
