// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/past_run.hpp"
#include "model/release.hpp"

#include <string>

namespace tidegate::analysis {

// The newest `last` runs that passed or failed; at least four fifths of so many (8 of 10) have to
// have passed. Runs of `own_workflow` are passed over where there are others.
model::ReleaseRuns last_runs(const model::RunPast& past, const std::string& own_workflow, int last);

// Closed by what is known already, or open whatever else there is; inconclusive where neither.
model::ReleaseGate runs_gate(const model::ReleaseRuns& runs);

} // namespace tidegate::analysis
