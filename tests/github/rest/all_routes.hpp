// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Every route of the REST API. The first one that fits counts.
const std::vector<const Route*>& all_routes();

} // namespace github_standin
