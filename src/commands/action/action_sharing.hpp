// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/input_reader.hpp"
#include "ports/environment.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

enum class CommentWhen {
  never,
  always,
  change, // only where it says something else than before
};

// What the action does with a build beyond the job: each is a side channel, off where it was not
// asked for, and never makes the step fail.
struct ActionSharing {
  bool publish{false};                      // commit the events to the event branch
  std::optional<std::string> events_branch; // absent: what the configuration or the default says
  CommentWhen comment{CommentWhen::never};  // on the pull request
  bool check{false};                        // a check run on the commit
  std::string leg; // which leg of a matrix this is, on one line; empty: the job is its only one
};

// Reads publish, events-branch, comment, check and leg. The leg is by default the values of the
// job's matrix, which action.yml hands over in TIDEGATE_MATRIX. Errors are left in `inputs`.
ActionSharing read_action_sharing(InputReader& inputs, const ports::Environment& environment);

} // namespace tidegate::commands
