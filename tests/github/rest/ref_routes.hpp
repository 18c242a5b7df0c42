// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Refs of the real bare repository.
std::span<const Route> ref_routes();

} // namespace github_standin
