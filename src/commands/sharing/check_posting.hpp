// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/post_report.hpp"
#include "ports/ports.hpp"
#include "report/comment.hpp"

#include <string>

namespace tidegate::commands {

// Makes a check run "tidegate (LEG)" on the head commit with the summary of a build and its
// annotations. A side channel: whatever goes wrong is in the report, with its hint. `token`: of the
// action's input; empty: from the environment.
model::PostReport post_check(const report::BuildReport& build,
                             const report::CommentFrame& frame,
                             const std::string& token,
                             ports::Ports ports);

} // namespace tidegate::commands
