// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <filesystem>
#include <string_view>

namespace tidegate::posix {

// 0, or the errno of the write that failed.
int write_all(int file, std::string_view text);

// Writes a file of mode 0600 that must not exist yet. Error: external, with the path.
Result<void> write_new_file(const std::filesystem::path& file, std::string_view text);

} // namespace tidegate::posix
