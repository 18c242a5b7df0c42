// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// The input `run` of the action: a tidegate command line.
struct ActionCommand {
  std::vector<std::string> words;
  std::string working_directory; // to change to first; empty: stay
};

// Words as a shell would see them without being one: blanks and line ends separate, quotes of
// either kind keep together what stands between them, nothing else means anything. So no value that
// a workflow pastes in can start another program. Error: usage, where a quote stays open or there
// is a control character.
Result<std::vector<std::string>> split_words(std::string_view text);

// Reads the inputs run and working-directory. Error: usage.
Result<ActionCommand> read_action_command(const ports::Environment& environment);

// Makes a folder the working directory; an empty name is the one that we are in. Error: usage.
Result<void> enter_working_directory(const std::string& folder);

} // namespace tidegate::commands
