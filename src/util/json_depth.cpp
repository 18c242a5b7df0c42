// SPDX-License-Identifier: Apache-2.0
#include "util/json_depth.hpp"

#include <cstddef>

namespace tidegate::util {
namespace {

int depth_change(char c) {
  if (c == '{' || c == '[') {
    return 1;
  }
  return c == '}' || c == ']' ? -1 : 0;
}

} // namespace

bool is_json_deeper_than(int limit, std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size() && depth <= limit; ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      depth += depth_change(c);
    } else if (c == '\\') {
      ++i; // what follows ends no string
    }
  }
  return depth > limit;
}

} // namespace tidegate::util
