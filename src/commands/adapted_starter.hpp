// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// What the starters use in place of the action. No commit has this id, so a workflow that keeps it
// fails at its first step and says so.
inline constexpr std::string_view placeholder_action =
    "OWNER/tidegate@0000000000000000000000000000000000000000";

// A starter as it is written into a repository: what its first lines say of copying is done then,
// `action` stands for the placeholder (empty: the placeholder stays), and `branch` for main.
std::string
adapted_starter(std::string_view text, std::string_view action, std::string_view branch);

// The actions that a workflow uses at a commit of zeros, beside placeholder_action.
std::vector<std::string> other_placeholders(std::string_view workflow);

} // namespace tidegate::commands
