// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/event_file.hpp"
#include "adapters/github/client.hpp"
#include "commands/github_access.hpp"
#include "model/post_report.hpp"
#include "ports/ports.hpp"
#include "report/comment.hpp"
#include "util/time.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// From the file that GITHUB_EVENT_PATH names; empty where there is none.
actions::StartingEvent starting_event(const ports::Environment& environment);

struct CommentWish {
  std::string pull_request;   // number
  bool only_on_change{false}; // leave the text of a section that says the same as before
  std::string token{};        // of the action's input; empty: from the environment
  Seconds patience{300};      // for other writers and a server that does not answer
};

// Writes sections into the one comment of a pull request. A side channel: whatever goes wrong is in
// the report, with its hint.
model::PostReport post_comment(const std::vector<report::CommentSection>& sections,
                               const CommentWish& wish,
                               ports::Ports ports);

// What to do where there is no token.
std::string no_token_hint(const ports::Environment& environment);

// The frame of a section about a build of this very run.
report::CommentFrame comment_frame(const model::Build& build,
                                   const std::string& leg,
                                   const ports::Environment& environment);

} // namespace tidegate::commands
