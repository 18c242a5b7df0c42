// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/access.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>

namespace tidegate::commands {

// "owner/name" at the end of "https://host/owner/name.git" or of "git@host:owner/name"; empty, or
// what is no repository, where there is none.
std::string repository_in(std::string_view url);

// GITHUB_SERVER_URL without user and password, else that of github.com.
std::string github_server(const ports::Environment& environment);

// `given`, else GITHUB_TOKEN, else GH_TOKEN, without blanks around it; may be empty.
std::string github_token(const ports::Environment& environment, const std::string& given = {});

// GITHUB_API_URL without user and password, GITHUB_REPOSITORY and that token.
github::Access github_access(const ports::Environment& environment, const std::string& token = {});

// The same for the repository `named`, or where neither names one for that of the remote `origin`
// of the repository around us, if it is on the same server. Error: usage.
Result<github::Access> named_access(const std::string& named,
                                    const ports::Environment& environment);

} // namespace tidegate::commands
