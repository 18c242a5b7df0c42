// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/access.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>

namespace tidegate::commands {

// `given`, else GITHUB_TOKEN, else GH_TOKEN, without blanks around it; may be empty.
std::string github_token(const ports::Environment& environment, const std::string& given = {});

// GITHUB_API_URL, GITHUB_REPOSITORY and that token.
github::Access github_access(const ports::Environment& environment, const std::string& token = {});

// The same for the repository `named`, or where neither names one for that of the remote `origin`
// of the repository around us, if it is on the same server. Error: usage.
Result<github::Access> named_access(const std::string& named,
                                    const ports::Environment& environment);

} // namespace tidegate::commands
