// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// Git's smart HTTP protocol (gitprotocol-http) at /OWNER/NAME.git/, spoken by `git http-backend`.
// Refusals are worded as GitHub's. A push is finished before the first byte of its answer leaves,
// also where the client has gone: what it asked for has then happened, as on GitHub.
void add_git_routes(const Parts& parts);

} // namespace github_standin
