// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Pull requests that a control route opened.
std::span<const Route> pull_routes();

} // namespace github_standin
