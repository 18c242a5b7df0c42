// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Artifacts of runs. Their bytes are on the other host, at an address that needs no token.
std::span<const Route> artifact_routes();
void add_artifact_host(const Parts& parts);

} // namespace github_standin
