// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/process.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// Files below `folder` that differ from a commit, relative to the folder. Empty where git, the
// repository or the commit is absent (a shallow clone holds one commit), and where the answer takes
// longer than a build may be delayed. What git does not track is not named.
std::vector<std::string>
changed_since(const std::string& sha, const std::string& folder, ports::Process& process);

} // namespace tidegate::commands
