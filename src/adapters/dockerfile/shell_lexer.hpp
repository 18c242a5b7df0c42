// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/characters.hpp"
#include "adapters/dockerfile/shell_words.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::dockerfile {

using Text = std::optional<std::string>; // nullopt: an error

// Variables that hold variables could double a text without end.
inline constexpr std::size_t longest_shell_text = 65536;

// Cuts a text into words at blanks; what is raw is no blank.
class WordList {
public:
  void add(char c) {
    if (!is_space(c)) {
      add_raw(c);
    } else if (!word_.empty()) {
      words_.push_back(std::exchange(word_, {}));
    }
  }

  void add_raw(char c) { word_ += c; }

  void add(std::string_view text) {
    for (const char c : text) {
      add(c);
    }
  }

  void add_raw(std::string_view text) { word_ += text; }

  std::vector<std::string> take() {
    if (!word_.empty()) {
      words_.push_back(std::exchange(word_, {}));
    }
    return std::move(words_);
  }

private:
  std::vector<std::string> words_;
  std::string word_;
};

// The work behind expand_shell: from left to right, into itself where ${X:-...} holds more.
class ShellLexer {
public:
  ShellLexer(std::string_view source, const ShellRules& rules, const Variables& variables)
      : rest_(source),
        rules_(rules),
        variables_(variables) {}

  // Up to `stop`, which is taken too; '\0': up to the end.
  Text read_until(char stop, bool raw_escapes, WordList& words);

  [[nodiscard]] bool unset_used() const { return unset_used_; }

private:
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  char next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Text special();
  void plain(std::string& result, WordList& words, bool raw_escapes);
  Text single_quoted();
  Text double_quoted();
  void double_quoted_character(std::string& result);
  Text dollar();
  Text braces();
  Text by_modifier(const std::string& name, char modifier, bool null_is_unset);
  Text alternative(const std::string& value, bool set, char modifier, const std::string& word);
  Text replacement(const std::string& name);
  Text nested(char stop, bool raw_escapes);
  std::string name();
  std::string heredoc_mark();
  std::optional<std::string> variable(const std::string& name);

  std::string_view rest_;
  const ShellRules& rules_;
  const Variables& variables_;
  int depth_{0};
  bool raw_escapes_{false};
  bool unset_used_{false};
};

} // namespace tidegate::dockerfile
