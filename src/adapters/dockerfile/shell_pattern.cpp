// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/shell_pattern.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tidegate::dockerfile {
namespace {

// The work grows with the square of the length.
constexpr std::size_t longest_value = 4096;

struct Piece {
  enum class Kind { character, any_one, any_run };
  Kind kind{Kind::character};
  char character{'\0'};
};

using Pattern = std::vector<Piece>;

// What a backslash stands before; "\}" and "\/" are what "${}" needs to be escaped.
std::optional<char> escaped(std::string_view rest) {
  constexpr std::string_view escapable = "*?\\}/";
  const bool known = !rest.empty() && escapable.find(rest.front()) != std::string_view::npos;
  return known ? std::optional(rest.front()) : std::nullopt;
}

std::optional<Pattern> parse(std::string_view text) {
  Pattern pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::optional<char> c = text[i];
    if (c == '*' || c == '?') {
      pattern.push_back({c == '*' ? Piece::Kind::any_run : Piece::Kind::any_one});
      continue;
    }
    c = c == '\\' ? escaped(text.substr(++i)) : c;
    if (!c) {
      return std::nullopt;
    }
    pattern.push_back({Piece::Kind::character, *c});
  }
  return pattern;
}

// After one piece more: at which lengths of `value` may a match end?
std::vector<bool>
advance(const std::vector<bool>& from, const Piece& piece, std::string_view value) {
  std::vector<bool> to(from.size(), false);
  bool run = false;
  for (std::size_t i = 0; i < from.size(); ++i) {
    run = run || from[i];
    if (piece.kind == Piece::Kind::any_run) {
      to[i] = run;
    } else if (from[i] && i < value.size()) {
      to[i + 1] = piece.kind == Piece::Kind::any_one || value[i] == piece.character;
    }
  }
  return to;
}

// The length of the shortest or longest beginning of `value` that fits.
std::optional<std::size_t>
match_length(std::string_view value, const Pattern& pattern, bool longest) {
  std::vector<bool> ends(value.size() + 1, false);
  ends[0] = true;
  for (const auto& piece : pattern) {
    ends = advance(ends, piece, value);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::size_t length = longest ? ends.size() - 1 - i : i;
    if (ends[length]) {
      return length;
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string>
trim_prefix(std::string_view value, std::string_view pattern, bool greedy) {
  const auto parsed = parse(pattern);
  if (!parsed || value.size() > longest_value || parsed->size() > longest_value) {
    return std::nullopt;
  }
  return std::string(value.substr(match_length(value, *parsed, greedy).value_or(0)));
}

std::optional<std::string>
trim_suffix(std::string_view value, std::string_view pattern, bool greedy) {
  auto parsed = parse(pattern);
  if (!parsed || value.size() > longest_value || parsed->size() > longest_value) {
    return std::nullopt;
  }
  std::ranges::reverse(*parsed);
  const std::string mirrored(value.rbegin(), value.rend());
  const std::size_t length = match_length(mirrored, *parsed, greedy).value_or(0);
  return std::string(value.substr(0, value.size() - length));
}

std::optional<std::string> replace_matches(std::string_view value,
                                           std::string_view pattern,
                                           std::string_view replacement,
                                           bool all) {
  constexpr std::size_t longest_to_search = 512;
  const auto parsed = parse(pattern);
  if (!parsed || value.size() > longest_to_search || parsed->size() > longest_to_search) {
    return std::nullopt;
  }
  std::string result;
  while (!value.empty()) {
    const std::size_t length = match_length(value, *parsed, true).value_or(0);
    if (length == 0) {
      result += value.front();
      value.remove_prefix(1);
      continue;
    }
    result += replacement;
    value.remove_prefix(length);
    if (!all) {
      break;
    }
  }
  return result.append(value);
}

} // namespace tidegate::dockerfile
