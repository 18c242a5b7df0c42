// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/prediction.hpp"
#include "model/build.hpp"
#include "model/history.hpp"
#include "model/metric.hpp"
#include "model/policy.hpp"
#include "model/verdict.hpp"

#include <vector>

namespace tidegate::analysis {

// One metric of the build, and the past of its series.
struct MetricUnderJudgement {
  NewValue now;
  model::MetricPast past{};
};

// All that a build is judged by, beside itself.
struct BuildPast {
  model::History history{};                    // of the rule sigma, and whether there is a past
  std::vector<MetricUnderJudgement> metrics{}; // all that the build measured
  // What the newest earlier builds of the same thing measured, newest first, to tell what vanished.
  std::vector<std::vector<model::MetricValue>> before{};
};

// All judgement about one build: the budgets, then the statistical rule of the policy's mode.
// A build that failed or was cancelled is not judged: no verdicts.
// A new rule about the build as a whole is a file beside sigma.hpp and one entry of the table in
// gate.cpp; what is judged of each metric is in metric_verdicts.hpp.
std::vector<model::Verdict>
judge(const model::Build& build, const BuildPast& past, const model::Policy& policy);

} // namespace tidegate::analysis
