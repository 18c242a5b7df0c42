// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// What is true for each request to the REST API: who asks and may, rate limits, ETags, headers.
// The same routes are also below /api/v3, as on an Enterprise Server.
void add_rest_gateway(const Parts& parts);

} // namespace github_standin
