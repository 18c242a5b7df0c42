// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::actions {

// The text that sets step outputs: heredocs with a random delimiter that occurs in no name or value,
// valid UTF-8 (actions/runner FileCommandManager.cs, EnvFileKeyValuePairs).
std::string output_text(const std::vector<std::pair<std::string, std::string>>& outputs);

// Appends to the file that $GITHUB_OUTPUT or $GITHUB_STEP_SUMMARY names, in one write; never creates
// folders. Error: external, with the path.
Result<void> append_to_file(const std::filesystem::path& file, std::string_view text);

} // namespace tidegate::actions
