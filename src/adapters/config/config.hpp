// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "util/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::config {

inline constexpr std::string_view default_file = ".github/tidegate.yml";

// Reads the YAML text of a configuration. An unknown key or a bad value is an error (usage) such as
// `FILE:7:3: unknown key "max-bild-time"; did you mean "max-build-time"?`
Result<model::Settings> parse(std::string_view yaml, std::string_view file_name);

// `file` empty: the default file, or all defaults where there is none.
// Error: usage (no such file, bad content) or external (the file cannot be read).
Result<model::Settings> load(const std::filesystem::path& file);

// Every key that parse() knows, from the top, sections too: "gate", "gate.mode", "gate.sigma.k".
// Below "gate.metrics" each kind of metric has the same keys, which are not listed.
std::vector<std::string> known_keys();

} // namespace tidegate::config
