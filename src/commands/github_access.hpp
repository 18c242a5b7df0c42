// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/access.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>

namespace tidegate::commands {

// GITHUB_API_URL, GITHUB_TOKEN or GH_TOKEN, and the repository: `named`, else GITHUB_REPOSITORY,
// else that of the remote `origin` of the repository around us, where it is on the same server.
// Error: usage.
Result<github::Access> github_access(const std::string& named,
                                     const ports::Environment& environment);

} // namespace tidegate::commands
