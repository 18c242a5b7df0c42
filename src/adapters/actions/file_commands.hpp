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

// The text that sets step outputs: heredocs with a random delimiter that occurs in no name or
// value, valid UTF-8 (actions/runner FileCommandManager.cs, EnvFileKeyValuePairs). A name that the
// runner cannot read ("", "a=b", "a<<b", a line break) is left out.
std::string output_text(const std::vector<std::pair<std::string, std::string>>& outputs);

// Appends to the file that `variable` ($GITHUB_OUTPUT, $GITHUB_STEP_SUMMARY) names, in one write;
// never creates folders. What could not be written whole is taken back: the runner fails a step
// over half a heredoc. Error: external, with path and variable.
Result<void> append_to_file(const std::filesystem::path& file,
                            std::string_view text,
                            std::string_view variable = {});

} // namespace tidegate::actions
