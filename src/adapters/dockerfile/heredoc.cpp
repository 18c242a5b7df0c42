// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/heredoc.hpp"

#include "adapters/dockerfile/characters.hpp"
#include "adapters/dockerfile/shell_words.hpp"

#include <utility>

namespace tidegate::dockerfile {

// moby/buildkit: ^(\d*)<<(-?)\s*([^<]*)$
std::optional<HeredocMark> parse_heredoc_mark(std::string_view word) {
  while (!word.empty() && is_digit(word.front())) {
    word.remove_prefix(1);
  }
  if (!word.starts_with("<<")) {
    return std::nullopt;
  }
  word.remove_prefix(2);
  const bool strip_tabs = word.starts_with('-');
  word = trim_left(word.substr(strip_tabs ? 1 : 0));
  if (word.empty() || word.find('<') != std::string_view::npos) {
    return std::nullopt;
  }
  auto name = expand_shell(word, {.skip_unset = true}, nullptr);
  if (!name || name->words.size() != 1) {
    return std::nullopt;
  }
  return HeredocMark{std::move(name->words.front()), strip_tabs};
}

std::vector<HeredocMark> heredoc_marks(std::string_view line) {
  std::vector<HeredocMark> marks;
  const ShellRules rules{.raw_quotes = true, .raw_escapes = true, .skip_unset = true};
  const auto text = expand_shell(line, rules, nullptr);
  if (!text) {
    return marks;
  }
  for (const auto& word : text->words) {
    if (auto mark = parse_heredoc_mark(word)) {
      marks.push_back(std::move(*mark));
    }
  }
  return marks;
}

} // namespace tidegate::dockerfile
