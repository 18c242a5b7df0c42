// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/events/event_writer.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <string>

namespace tidegate::commands {

// How EventWriter commits through GitHub's API instead of by a push; `branch` is the name of the
// branch. Error: usage, the remote is no repository of the workflow's GitHub server, or there is no
// token.
Result<EventWriter::Commit> api_commit(const git::Branch& remote,
                                       const std::string& branch,
                                       const std::string& token,
                                       ports::Ports ports);

} // namespace tidegate::commands
