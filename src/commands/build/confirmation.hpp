// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "model/build.hpp"
#include "model/dockerfile.hpp"
#include "model/verdict.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// What is known beside the record.
struct ConfirmationFacts {
  const model::Dockerfile& dockerfile;   // without stages where it is not known
  const model::Build* baseline{nullptr}; // what the build was compared with
  std::string image_id{};                // of what was built
};

// What the caller does meanwhile.
struct ConfirmationSteps {
  // Looks at the build as it is when it is called.
  std::function<std::vector<model::Verdict>()> judge;
  // Keeps what is known before the build is measured again: the program may be killed.
  std::function<void(const model::Build&, const std::vector<model::Verdict>&)> keep;
};

struct Confirmation {
  std::vector<model::Verdict> verdicts;
  std::optional<int> interrupted{}; // the signal that ended a measurement
};

// Judges the build. While a verdict asks for another measurement the build is measured again, at
// most `confirm` times and no longer than `confirm-limit` in all, and judged with what came of it,
// which is added to `build.remeasured`. Says so in the log and in the notices. A measurement that
// came to nothing is the last, and what it was for does not fail the job unless `on-inconclusive`
// says so.
Confirmation judge_and_confirm(const BuildSession& session,
                               model::Build& build,
                               const ConfirmationFacts& facts,
                               actions::WorkflowLog& log,
                               const ConfirmationSteps& steps);

} // namespace tidegate::commands
