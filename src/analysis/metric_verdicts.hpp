// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/gate.hpp"
#include "model/build.hpp"
#include "model/policy.hpp"
#include "model/verdict.hpp"

#include <vector>

namespace tidegate::analysis {

// Each metric that the policy judges, by the rule "prediction", in the order of `past.metrics`, and
// what vanished. Never silent: where the past could not be read, or the build measured nothing,
// there is a verdict that says so.
std::vector<model::Verdict>
metric_verdicts(const model::Build& build, const BuildPast& past, const model::Policy& policy);

} // namespace tidegate::analysis
