// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/history.hpp"
#include "model/policy.hpp"
#include "model/verdict.hpp"

#include <vector>

namespace tidegate::analysis {

// All judgement about one build: the budgets, then the statistical rule of the policy's mode.
// A build that failed or was cancelled is not judged: no verdicts.
// A new rule is a file beside sigma.hpp and one entry of the table in gate.cpp.
std::vector<model::Verdict>
judge(const model::Build& build, const model::History& history, const model::Policy& policy);

} // namespace tidegate::analysis
