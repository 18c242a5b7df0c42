// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tidegate::docker {

// The text of a file of at most a megabyte; nullopt where there is none or it cannot be read.
std::optional<std::string> read_small_file(const std::filesystem::path& path);

} // namespace tidegate::docker
