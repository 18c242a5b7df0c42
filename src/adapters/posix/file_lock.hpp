// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/posix/fd.hpp"
#include "util/result.hpp"

#include <filesystem>

namespace tidegate::posix {

// Locks an empty file of this name, which is made where it is missing and stays; the lock ends with
// the descriptor, so also with a process that is killed. Does not wait: no descriptor and no error
// where somebody else holds it. A symbolic link is not followed. Error: external, with the path.
Result<Fd> lock_file(const std::filesystem::path& file);

} // namespace tidegate::posix
