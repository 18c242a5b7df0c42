// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/past_run.hpp"
#include "model/release.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// One measured indicator of the health score and its target.
struct Indicator {
  std::string dimension; // "reliability", "performance", "efficiency", "satisfaction"
  std::string name;
  double value{0};
  double target{0};
  bool at_least{false}; // "at least the target", else "at most"
};

struct Health {
  double score{0};                     // 0 to 100
  std::vector<std::string> dimensions; // that had data; the weights were rescaled to them
};

// Weights: reliability 0.4, performance 0.3, efficiency 0.2, satisfaction 0.1. A dimension is the
// mean of its indicators: 100 * min(1, v/t) for "at least t", 100 * min(1, t/v) for "at most t".
// nullopt where nothing was measured.
std::optional<Health> health_score(const std::vector<Indicator>& indicators);

// What each usable indicator cost of the score, in the order of the dimensions: the losses and the
// score add up to 100.
std::vector<model::HealthPart> health_parts(const std::vector<Indicator>& indicators);

// Those of the score's indicators that are not among these: "reliability: deployment success".
std::vector<std::string> missing_indicators(const std::vector<Indicator>& indicators);

// What one build alone can tell: its time against 120 s.
std::vector<Indicator> indicators_of(const model::Build& build);

// What the run history can tell: share of the runs that succeeded (95 %), share of the jobs that
// were not flaky (99 %), mean time of the runs that passed on their first attempt (300 s).
std::vector<Indicator> indicators_of(const std::vector<model::PastRun>& runs);

} // namespace tidegate::analysis
