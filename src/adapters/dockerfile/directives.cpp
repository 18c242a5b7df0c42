// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/directives.hpp"

#include "adapters/dockerfile/characters.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tidegate::dockerfile {
namespace {

bool is_key(std::string_view text) {
  const auto letter = [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
  return !text.empty() && letter(text.front())
         && std::ranges::all_of(text, [&](char c) { return letter(c) || is_digit(c); });
}

// "# key = value" -> {"key", "value"}
std::optional<std::pair<std::string, std::string_view>> split(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (!line.starts_with('#') || equals == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view key = trim_space(line.substr(1, equals - 1));
  const std::string_view value = trim_space(line.substr(equals + 1));
  if (!is_key(key) || value.empty()) {
    return std::nullopt;
  }
  return std::pair(to_lower(key), value);
}

} // namespace

std::string Directives::read(std::string_view line) {
  if (done_) {
    return {};
  }
  const auto found = split(line);
  if (!found || (found->first != "syntax" && found->first != "escape" && found->first != "check")) {
    done_ = true;
    return {};
  }
  const auto& [key, value] = *found;
  if (!seen_.insert(key).second) {
    return "only one " + key + " parser directive can be used";
  }
  if (key == "syntax") {
    syntax_ = value.substr(0, value.find(' '));
  } else if (key == "escape") {
    if (value != "`" && value != "\\") {
      return "the escape directive takes ` or \\ and nothing else";
    }
    escape_ = value.front();
  }
  return {};
}

} // namespace tidegate::dockerfile
