// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Blobs, trees and commits of the real bare repository.
std::span<const Route> object_routes();

} // namespace github_standin
