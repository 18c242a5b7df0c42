// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// The limits themselves, and who asks.
std::span<const Route> rate_routes();

} // namespace github_standin
