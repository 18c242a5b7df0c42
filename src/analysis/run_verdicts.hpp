// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/past_run.hpp"
#include "model/policy.hpp"
#include "model/verdict.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// What the run history says, workflow by workflow: `ci-duration` and (where the policy asks for it)
// `ci-queue` of the newest run by the rule "prediction", as metric_verdicts() does it for builds;
// `ci-success-rate` by the rule "fisher": the newest 20 runs that passed or failed against the up
// to 100 before them (success_rate.hpp). It fails where such a drop happens by chance in less than
// 2 of 1,000 cases, shared by the workflows, and is more than the absolute floor; with fewer than
// 20 runs before it is learning. Nothing in another mode than `prediction`.
std::vector<model::Verdict> run_verdicts(const std::vector<model::PastRun>& runs,
                                         const model::Policy& policy);

} // namespace tidegate::analysis
