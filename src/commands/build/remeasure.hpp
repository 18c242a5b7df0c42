// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "model/build.hpp"
#include "model/dockerfile.hpp"
#include "model/metric.hpp"

#include <optional>

namespace tidegate::commands {

// What is known beside the first record.
struct RemeasureFacts {
  const model::Dockerfile& dockerfile;   // without stages where it is not known
  const model::Build* baseline{nullptr}; // what the first build was compared with
  std::string image_id{};                // of the first build
  Seconds left{0};                       // that may be spent
};

struct Remeasured {
  model::Remeasurement measurement; // with a failure where it says nothing
  std::optional<int> interrupted{}; // the signal that ended it
};

// Executes the steps of a successful build again, with the same cache state, and leaves nothing
// behind: no tag, no file, no export. How, and what its times are made of:
// analysis/repeat_plan.hpp, analysis/repeated_steps.hpp, repeat_arguments.hpp. Not begun where the
// first build took longer than what is left, ended when that is used up, and void where it executed
// other steps. Never an error: what went wrong is its failure.
Remeasured remeasure(const BuildSession& session,
                     const model::Build& first,
                     const RemeasureFacts& facts,
                     actions::WorkflowLog& log);

} // namespace tidegate::commands
