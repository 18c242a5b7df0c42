// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <filesystem>
#include <string_view>

namespace tidegate::posix {

// Files that are made in somebody's folder for them to keep. `path` is relative to `root`, of plain
// names; a folder on its way may not be a symbolic link, wherever that leads, and is made where it
// is missing. Error: external, with the path.

// False where something of that name is there already, which is left as it is. Otherwise the file
// is there with all of its text: whoever looks in between, or after a kill, sees it whole or not at
// all.
Result<bool> create_file(const std::filesystem::path& root,
                         const std::filesystem::path& path,
                         std::string_view text);

// Whether something has that name, a dangling link among them. Makes nothing.
Result<bool> name_is_taken(const std::filesystem::path& root, const std::filesystem::path& path);

} // namespace tidegate::posix
