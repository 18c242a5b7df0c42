// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace github_standin {

// The number that the whole text is; nothing where anything else stands there.
template<typename Integer>
std::optional<Integer> whole_number(std::string_view text) {
  const char* const begin = text.begin();
  const char* const end = text.end();
  Integer number = 0;
  const auto [stop, error] = std::from_chars(begin, end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace github_standin
