// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/gate.hpp"
#include "commands/ledger.hpp"

namespace tidegate::commands {

// What run_gate() has at hand.
struct GateRoom {
  const GateOptions& options;
  const model::Settings& settings;
  Ledger& ledger; // open
  actions::WorkflowLog& log;
  ports::Ports ports;
};

// `gate --release`: all that analysis/release.hpp judges. 1 where a gate is closed, else 0; JSON:
// one object. Error (external): no such build.
Result<int> judge_release(const GateRoom& room);

} // namespace tidegate::commands
