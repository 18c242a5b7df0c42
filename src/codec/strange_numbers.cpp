// SPDX-License-Identifier: Apache-2.0
#include "codec/strange_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tidegate::codec {
namespace {

// The closing quote of a text that begins at `begin`, or the end.
std::size_t end_of_text(std::string_view json, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < json.size() && json[at] != '"') {
    at += json[at] == '\\' ? 2U : 1U;
  }
  return std::min(at + 1, json.size());
}

bool is_strange(std::string_view word) {
  const std::string_view bare =
      word.starts_with('-') || word.starts_with('+') ? word.substr(1) : word;
  if (bare == "NaN" || bare == "nan" || bare == "Infinity" || bare == "inf") {
    return true;
  }
  double number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  return read.ec == std::errc::result_out_of_range;
}

} // namespace

std::string without_strange_numbers(std::string_view json) {
  constexpr std::string_view between = "[]{},: \t\r\n\"";
  std::string made;
  made.reserve(json.size());
  std::size_t at = 0;
  while (at < json.size()) {
    std::size_t end = json[at] == '"' ? end_of_text(json, at) : json.find_first_of(between, at);
    end = std::min(end, json.size());
    if (end == at) {
      made += json[at++];
      continue;
    }
    const std::string_view word = json.substr(at, end - at);
    made += is_strange(word) ? std::string_view("null") : word;
    at = end;
  }
  return made;
}

} // namespace tidegate::codec
