// SPDX-License-Identifier: Apache-2.0
#include "commands/action/input_bool.hpp"

namespace tidegate::commands {

std::optional<bool> parse_yaml_bool(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") {
    return true;
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return false;
  }
  return std::nullopt;
}

std::optional<bool> parse_bool(std::string_view text) {
  if (text == "1" || text == "t" || text == "T") {
    return true;
  }
  if (text == "0" || text == "f" || text == "F") {
    return false;
  }
  return parse_yaml_bool(text);
}

} // namespace tidegate::commands
