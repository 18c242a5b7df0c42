// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Commits and comparisons of the real bare repository.
std::span<const Route> commit_routes();

} // namespace github_standin
