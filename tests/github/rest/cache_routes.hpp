// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// The finished entries of the cache service: how large they are, and which.
std::span<const Route> cache_routes();

} // namespace github_standin
