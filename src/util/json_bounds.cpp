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

// Counts what stands outside of texts.
struct Count {
  int depth{0};
  std::size_t values{1};

  std::string_view excess_with(char c) {
    const int change = depth_change(c);
    depth += change;
    values += c == ',' || change > 0 ? 1 : 0;
    if (depth > deepest_json) {
      return "nested too deep";
    }
    return values > most_json_values ? "more than 4000000 values" : std::string_view{};
  }
};

} // namespace

std::string_view json_excess(std::string_view text) {
  Count count;
  bool in_string = false;
  std::string_view excess;
  for (std::size_t i = 0; i < text.size() && excess.empty(); ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      excess = count.excess_with(c);
    } else if (c == '\\') {
      ++i; // what follows ends no string
    }
  }
  return excess;
}

} // namespace tidegate::util
