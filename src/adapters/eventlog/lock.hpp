// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/files.hpp"

#include <chrono>
#include <filesystem>

// Inside eventlog only.
namespace tidegate::eventlog {

// Opens a regular file with `flags` of open(2) and holds it until the descriptor is closed; waits
// for `limit` at most. Error: external, says the place.
Result<Descriptor>
open_locked(const std::filesystem::path& path, int flags, std::chrono::milliseconds limit);

} // namespace tidegate::eventlog
