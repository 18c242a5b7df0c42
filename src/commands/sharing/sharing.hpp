// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace tidegate::commands {

enum class CommentWhen {
  never,
  always,
  change, // a section that says the same as before keeps its text
};

// What happens with a build beyond the job: each is a side channel, off where it was not asked
// for, and never makes the step fail.
struct Sharing {
  bool publish{false};                      // commit the events to the event branch
  std::optional<std::string> events_branch; // absent: what the configuration or the default says
  CommentWhen comment{CommentWhen::never};  // on the pull request
  bool check{false};                        // a check run on the commit
};

} // namespace tidegate::commands
