// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"

#include <string_view>

namespace tidegate::analysis {

enum class RunOutcome { passed, failed, cancelled, skipped, other, unfinished };

// The words of GitHub's REST API, of runs and jobs alike: `status` "completed" and `conclusion`
// "success", ... What each counts as is said at model::OutcomeCounts.
RunOutcome run_outcome(std::string_view status, std::string_view conclusion);

// Passed or failed: it went its way to an end of its own.
bool is_decided(RunOutcome outcome);

void count(RunOutcome outcome, model::OutcomeCounts& counts);

} // namespace tidegate::analysis
