// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"
#include "report/summary.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// Appends a build's report to $GITHUB_STEP_SUMMARY; nothing where there is none. What an earlier
// step of the same job wrote already (the machine, what the repository's caches hold, notices) is
// left out: a file in $RUNNER_TEMP remembers it by hashes. What the step's file holds already
// counts against the limit, beyond which GitHub drops the whole file in silence.
// Error: external, with the path.
Result<void> write_job_summary(const report::BuildReport& report,
                               const ports::Environment& environment);

} // namespace tidegate::commands
