// SPDX-License-Identifier: Apache-2.0
#include "util/json_bounds.hpp"

namespace tidegate::util {
namespace {

int depth_change(char c) {
  if (c == '{' || c == '[') {
    return 1;
  }
  return c == '}' || c == ']' ? -1 : 0;
}

} // namespace

std::string_view json_excess(std::string_view text) {
  int depth = 0;
  std::size_t values = 1;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      const int change = depth_change(c);
      depth += change;
      values += c == ',' || change > 0 ? 1 : 0;
      if (depth > deepest_json) {
        return "nested too deep";
      }
      if (values > most_json_values) {
        return "more than 4000000 values";
      }
    } else if (c == '\\') {
      ++i; // what follows ends no string
    }
  }
  return {};
}

} // namespace tidegate::util
