// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// The twirp methods of github.actions.results.api.v1.CacheService.
void add_cache_service(const Parts& parts);

} // namespace github_standin
