// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Comments on issues and pull requests, and the reactions to them.
std::span<const Route> comment_routes();
std::span<const Route> reaction_routes();

Comment* find_comment(const Call& call);

} // namespace github_standin
