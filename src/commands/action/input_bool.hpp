// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace tidegate::commands {

// A boolean of the YAML core schema, as inputs of actions are written; nullopt for anything else.
std::optional<bool> parse_yaml_bool(std::string_view text);

// What Go's strconv.ParseBool takes, as docker's tools read environment variables and attributes.
std::optional<bool> parse_bool(std::string_view text);

} // namespace tidegate::commands
