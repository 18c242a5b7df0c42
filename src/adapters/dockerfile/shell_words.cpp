// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/shell_words.hpp"

#include "adapters/dockerfile/shell_lexer.hpp"

#include <utility>

namespace tidegate::dockerfile {

std::optional<ShellText>
expand_shell(std::string_view source, const ShellRules& rules, const Variables& variables) {
  ShellLexer lexer(source, rules, variables);
  WordList words;
  Text text = lexer.read_until('\0', rules.raw_escapes, words);
  if (!text) {
    return std::nullopt;
  }
  return ShellText{std::move(*text), words.take(), lexer.unset_used()};
}

} // namespace tidegate::dockerfile
