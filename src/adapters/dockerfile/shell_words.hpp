// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

// The value of a variable; nullopt: not set.
using Variables = std::function<std::optional<std::string>(std::string_view name)>;

struct ShellRules {
  char escape{'\\'};
  bool raw_quotes{false};  // quotes stay in the result
  bool raw_escapes{false}; // escape characters stay in the result
  bool skip_unset{false};  // "$NAME" stays where NAME is not set
};

struct ShellText {
  std::string text;
  std::vector<std::string> words;
  bool unset_used{false}; // a variable was asked for that is not set
};

// Quotes, escapes and variables as moby/buildkit frontend/dockerfile/shell reads them, with
// ${X:-y}, ${X:+y}, ${X:?y}, ${X#y}, ${X##y}, ${X%y}, ${X%%y}, ${X/y/z} and ${X//y/z}. nullopt
// where BuildKit reports an error, and where nesting or the result grow beyond all reason.
std::optional<ShellText>
expand_shell(std::string_view source, const ShellRules& rules, const Variables& variables);

} // namespace tidegate::dockerfile
