// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// GET /repos/{owner}/{repo}/actions/cache/usage and /actions/caches of the REST API, about the
// finished entries of the cache service; any token will do. Pages by `per_page` and `page`, `key`
// is a prefix, and a Link header names the next page.
void add_rest_routes(const Parts& parts);

} // namespace github_standin
