// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Check runs and their annotations.
std::span<const Route> check_routes();

} // namespace github_standin
