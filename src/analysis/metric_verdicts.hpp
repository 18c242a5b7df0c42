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
// there is a verdict that says so. The metrics that can fail the gate are one family of looks, all
// that are judged another: how many steps a Dockerfile has does not make the gate blinder.
std::vector<model::Verdict>
metric_verdicts(const model::Build& build, const BuildPast& past, const model::Policy& policy);

} // namespace tidegate::analysis
