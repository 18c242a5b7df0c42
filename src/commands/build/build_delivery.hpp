// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "commands/build/explain_build.hpp"
#include "model/build.hpp"
#include "model/history.hpp"
#include "model/verdict.hpp"
#include "report/summary.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// A judged build and what its reports need beside it.
struct JudgedSession {
  const model::Build& build;
  const std::vector<model::Verdict>& verdicts;
  const model::History& history;
  const Explanation& explanation;
  std::string metadata; // of buildx, redacted
  std::string image_id;
  std::string unpublished; // folder of events that are not on the event branch
};

// Refers to what `judged` refers to.
report::BuildReport build_report(const JudgedSession& judged);

// Hands the result to everybody who waits for it: JSON or text, step outputs, job summary,
// annotations. Each is tried whatever happens to the others; returns what could not be delivered.
std::vector<Error>
deliver(const BuildSession& session, const JudgedSession& judged, actions::WorkflowLog& log);

} // namespace tidegate::commands
