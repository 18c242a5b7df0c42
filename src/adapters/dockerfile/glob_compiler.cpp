// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/glob_compiler.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tidegate::dockerfile {
namespace {

constexpr char32_t first_of_bytes = 0x110000; // beyond Unicode

std::size_t length_by_first(unsigned char first) {
  if (first < 0xC2 || first >= 0xF5) {
    return 1;
  }
  if (first < 0xE0) {
    return 2;
  }
  return first < 0xF0 ? 3 : 4;
}

// Length of the UTF-8 sequence that begins so; 1 where it is none.
std::size_t sequence_length(std::string_view text) {
  const std::size_t length = length_by_first(static_cast<unsigned char>(text.front()));
  const bool whole =
      length <= text.size() && std::ranges::all_of(text.substr(1, length - 1), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
      });
  return whole ? length : 1;
}

} // namespace

char32_t take_character(std::string_view& text) {
  constexpr std::array<unsigned, 5> masks{0, 0x7F, 0x1F, 0x0F, 0x07};
  const std::size_t length = sequence_length(text);
  const auto first = static_cast<unsigned char>(text.front());
  char32_t c = first & masks.at(length);
  for (std::size_t i = 1; i < length; ++i) {
    c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return length == 1 && first >= 0x80 ? first_of_bytes + first : c;
}

void append_character(std::string& text, char32_t c) {
  if (c < 0x80 || c >= first_of_bytes) {
    text += static_cast<char>(c < 0x80 ? c : c - first_of_bytes);
    return;
  }
  unsigned shift = 6;
  unsigned lead = 0xC0;
  if (c >= 0x800) {
    shift = c < 0x10000 ? 12 : 18;
    lead = c < 0x10000 ? 0xE0 : 0xF0;
  }
  text += static_cast<char>(lead | (c >> shift));
  for (unsigned left = shift; left > 0; left -= 6) {
    text += static_cast<char>(0x80U | ((c >> (left - 6)) & 0x3FU));
  }
}

void GlobCompiler::add_character(char32_t c) {
  glob_.tokens_.push_back({.kind = Token::Kind::character, .character = c});
}

// "*", or one of the kinds of "**" that patternmatcher has.
void GlobCompiler::star() {
  if (dialect_ == Glob::Dialect::go || !rest_.starts_with('*')) {
    add(Token::Kind::run);
    return;
  }
  const bool first = pattern_.size() - rest_.size() == 1;
  rest_.remove_prefix(1);
  const bool slash = rest_.starts_with('/');
  rest_.remove_prefix(slash ? 1 : 0);
  // "**name" with nothing special behind it means any path with that ending, "barname" too.
  const bool ending = first && !slash && rest_.find_first_of("*?[]\\") == std::string_view::npos;
  if (rest_.empty() || ending) {
    add(Token::Kind::deep);
  } else {
    add(Token::Kind::folders);
    add(Token::Kind::in_folders);
  }
}

std::optional<char32_t> GlobCompiler::set_bound() {
  if (rest_.empty() || rest_.front() == '-' || rest_.front() == ']') {
    return std::nullopt;
  }
  if (rest_.front() == '\\') {
    rest_.remove_prefix(1);
    if (rest_.empty()) {
      return std::nullopt;
    }
  }
  return take_character(rest_);
}

bool GlobCompiler::set() {
  Token token{.kind = Token::Kind::set};
  token.negated = rest_.starts_with('^');
  rest_.remove_prefix(token.negated ? 1 : 0);
  while (token.ranges.empty() || !rest_.starts_with(']')) {
    const auto low = set_bound();
    if (!low) {
      return false;
    }
    auto high = low;
    if (rest_.starts_with('-')) {
      rest_.remove_prefix(1);
      high = set_bound();
    }
    if (!high) {
      return false;
    }
    token.ranges.emplace_back(*low, *high);
  }
  rest_.remove_prefix(1);
  glob_.tokens_.push_back(std::move(token));
  return true;
}

bool GlobCompiler::escaped() {
  if (rest_.empty()) {
    return false;
  }
  add_character(take_character(rest_));
  return true;
}

bool GlobCompiler::token(char32_t c) {
  switch (c) {
  case U'*':
    star();
    return true;
  case U'?':
    add(Token::Kind::one);
    return true;
  case U'[':
    return set();
  case U'\\':
    return escaped();
  default:
    add_character(c);
    return true;
  }
}

std::optional<Glob> GlobCompiler::compile() {
  constexpr std::size_t longest = 4096;
  if (pattern_.size() > longest) {
    return std::nullopt;
  }
  while (!rest_.empty()) {
    if (!token(take_character(rest_))) {
      return std::nullopt;
    }
  }
  find_fixed_ends();
  return std::move(glob_);
}

// Most paths differ from a pattern in these already.
void GlobCompiler::find_fixed_ends() {
  const auto& tokens = glob_.tokens_;
  const auto variable = [](const Token& token) { return token.kind != Token::Kind::character; };
  const auto first = std::ranges::find_if(tokens, variable);
  glob_.literal_ = first == tokens.end();
  for (auto token = tokens.begin(); token != first; ++token) {
    append_character(glob_.prefix_, token->character);
  }
  auto last = tokens.end();
  while (last != tokens.begin() && !variable(*(last - 1))) {
    --last;
  }
  for (auto token = last; token != tokens.end(); ++token) {
    append_character(glob_.suffix_, token->character);
  }
}

} // namespace tidegate::dockerfile
