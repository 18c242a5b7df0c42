// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/settings.hpp"
#include "model/post_report.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// Says the notes of a report, and where it is not told as JSON what became of the comment or the
// check run. Error: it was refused.
Result<void> tell(const model::PostReport& report, Format format, actions::WorkflowLog& log);

} // namespace tidegate::commands
