// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/glob.hpp"

#include "adapters/dockerfile/glob_compiler.hpp"
#include "util/text.hpp"

#include <algorithm>

namespace tidegate::dockerfile {

std::optional<Glob> Glob::compile(std::string_view pattern, Dialect dialect) {
  return GlobCompiler(pattern, dialect).compile();
}

bool Glob::fits(const Token& token, char32_t c) const {
  switch (token.kind) {
  case Token::Kind::character:
    return token.character == c;
  case Token::Kind::one:
  case Token::Kind::run:
    return c != U'/';
  case Token::Kind::set:
    return token.negated != std::ranges::any_of(token.ranges, [c](const auto& range) {
             return range.first <= c && c <= range.second;
           });
  case Token::Kind::deep:
  case Token::Kind::in_folders:
    return true;
  case Token::Kind::folders:
    return false;
  }
  return false;
}

// Tokens that take nothing let the one behind them begin.
void Glob::skip_ahead(std::vector<char>& active) const {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const auto kind = tokens_[i].kind;
    if (active[i] == 0) {
      continue;
    }
    if (kind == Token::Kind::run || kind == Token::Kind::deep) {
      active[i + 1] = 1;
    } else if (kind == Token::Kind::folders) {
      active[i + 1] = 1;
      active[i + 2] = 1;
    }
  }
}

void Glob::take(char32_t c, const std::vector<char>& active, std::vector<char>& next) const {
  std::ranges::fill(next, 0);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (active[i] == 0 || !fits(tokens_[i], c)) {
      continue;
    }
    const auto kind = tokens_[i].kind;
    const bool stays =
        kind == Token::Kind::run || kind == Token::Kind::deep || kind == Token::Kind::in_folders;
    const bool leaves = !stays || (kind == Token::Kind::in_folders && c == U'/');
    next[i] = static_cast<char>(next[i] | static_cast<char>(stays));
    next[i + 1] = static_cast<char>(next[i + 1] | static_cast<char>(leaves));
  }
  skip_ahead(next);
}

bool Glob::matches(std::string_view path) const {
  if (literal_) {
    return path == prefix_;
  }
  if (!path.starts_with(prefix_) || !path.ends_with(suffix_)) {
    return false;
  }
  std::vector<char> active(tokens_.size() + 1, 0);
  std::vector<char> next(tokens_.size() + 1, 0);
  active[0] = 1;
  skip_ahead(active);
  while (!path.empty()) {
    take(take_character(path), active, next);
    active.swap(next);
  }
  return active.back() != 0;
}

std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string> parts;
  for (std::string& part : util::split(path, '/')) {
    if (part.empty() || part == ".") {
      continue;
    }
    const bool up = part == "..";
    if (!up || (parts.empty() ? !rooted : parts.back() == "..")) {
      parts.push_back(std::move(part));
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  const std::string joined = (rooted ? "/" : "") + util::join(parts, "/");
  return joined.empty() ? "." : joined;
}

} // namespace tidegate::dockerfile
