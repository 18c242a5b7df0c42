// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tidegate::dockerfile {

// The text of a Dockerfile or .dockerignore. nullopt: there is none, it cannot be read, or it is
// larger than 8 MiB.
std::optional<std::string> read_text_file(const std::filesystem::path& file);

} // namespace tidegate::dockerfile
