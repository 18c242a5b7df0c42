// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/gate_backtest.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// `gate backtest` without a file: over the own event log, under the policy of the configuration.
// Error: usage, external (nothing in the log since then, or nothing of it that the policy judges).
Result<int> run_log_backtest(const GateBacktestOptions& options, ports::Ports ports);

} // namespace tidegate::commands
