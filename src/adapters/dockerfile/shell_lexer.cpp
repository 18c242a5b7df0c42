// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/shell_lexer.hpp"

namespace tidegate::dockerfile {

Text ShellLexer::read_until(char stop, bool raw_escapes, WordList& words) {
  const bool before = std::exchange(raw_escapes_, raw_escapes);
  std::string result;
  while (!at_end() && result.size() <= longest_shell_text) {
    const char c = peek();
    if (stop != '\0' && c == stop) {
      next();
      raw_escapes_ = before;
      return result;
    }
    if (c != '$' && c != '<' && c != '\'' && c != '"') {
      plain(result, words, raw_escapes);
      continue;
    }
    const Text text = special();
    if (!text) {
      return std::nullopt;
    }
    result += *text;
    c == '$' ? words.add(*text) : words.add_raw(*text);
  }
  raw_escapes_ = before;
  return stop == '\0' && at_end() ? Text(result) : std::nullopt;
}

Text ShellLexer::special() {
  switch (peek()) {
  case '$':
    return dollar();
  case '<':
    return heredoc_mark();
  case '\'':
    return single_quoted();
  default:
    return double_quoted();
  }
}

void ShellLexer::plain(std::string& result, WordList& words, bool raw_escapes) {
  const char c = next();
  if (c != rules_.escape) {
    words.add(c);
    result += c;
    return;
  }
  if (raw_escapes) {
    words.add_raw(c);
    result += c;
  }
  if (!at_end()) {
    words.add_raw(peek());
    result += next();
  }
}

Text ShellLexer::single_quoted() {
  const std::size_t end = rest_.find('\'', 1);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view quoted = rest_.substr(0, end + 1);
  rest_.remove_prefix(quoted.size());
  return std::string(rules_.raw_quotes ? quoted : quoted.substr(1, quoted.size() - 2));
}

Text ShellLexer::double_quoted() {
  std::string result;
  const std::string_view quote = rules_.raw_quotes ? "\"" : "";
  result += quote;
  next();
  while (!at_end()) {
    if (peek() == '"') {
      next();
      return result.append(quote);
    }
    if (peek() != '$') {
      double_quoted_character(result);
      continue;
    }
    const Text value = dollar();
    if (!value || result.size() + value->size() > longest_shell_text) {
      return std::nullopt;
    }
    result += *value;
  }
  return std::nullopt;
}

void ShellLexer::double_quoted_character(std::string& result) {
  char c = next();
  if (c == rules_.escape) {
    if (raw_escapes_) {
      result += c;
    }
    if (at_end()) {
      return;
    }
    if (peek() == '"' || peek() == '$' || peek() == rules_.escape) {
      c = next();
    }
  }
  result += c;
}

std::string ShellLexer::name() {
  constexpr std::string_view special_names = "@*#?-$!0";
  std::string found;
  if (is_digit(peek())) {
    while (is_digit(peek())) {
      found += next();
    }
    return found;
  }
  if (!at_end() && special_names.find(peek()) != std::string_view::npos) {
    return {next()};
  }
  const auto belongs = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_digit(c) || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z') || byte >= 0x80;
  };
  while (!at_end() && belongs(peek())) {
    found += next();
  }
  return found;
}

// The word behind "<<" may stand apart from it and still is one word with it.
std::string ShellLexer::heredoc_mark() {
  next();
  if (peek() != '<') {
    return "<";
  }
  next();
  std::string mark = "<<";
  while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
    mark += next();
  }
  return mark;
}

std::optional<std::string> ShellLexer::variable(const std::string& name) {
  auto value = variables_ ? variables_(name) : std::nullopt;
  unset_used_ = unset_used_ || !value;
  return value;
}

} // namespace tidegate::dockerfile
