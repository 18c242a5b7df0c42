// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Files of a branch: read, written and removed one by one.
std::span<const Route> content_routes();

} // namespace github_standin
