// SPDX-License-Identifier: Apache-2.0
// What stands behind a "$".
#include "adapters/dockerfile/shell_lexer.hpp"
#include "adapters/dockerfile/shell_pattern.hpp"

namespace tidegate::dockerfile {

Text ShellLexer::dollar() {
  next();
  if (peek() == '{') {
    next();
    return braces();
  }
  const std::string found = name();
  if (found.empty()) {
    return "$";
  }
  const auto value = variable(found);
  return !value && rules_.skip_unset ? "$" + found : value.value_or("");
}

Text ShellLexer::braces() {
  if (at_end() || peek() == '{' || peek() == '}' || peek() == ':') {
    return std::nullopt;
  }
  const std::string found = name();
  if (at_end()) {
    return std::nullopt;
  }
  char modifier = next();
  if (modifier == '}') {
    const auto value = variable(found);
    return !value && rules_.skip_unset ? "${" + found + "}" : value.value_or("");
  }
  if (modifier == '/') {
    return replacement(found);
  }
  const bool null_is_unset = modifier == ':';
  if (null_is_unset) {
    if (at_end()) {
      return std::nullopt;
    }
    modifier = next();
  }
  return by_modifier(found, modifier, null_is_unset);
}

Text ShellLexer::by_modifier(const std::string& name, char modifier, bool null_is_unset) {
  const bool trims = modifier == '#' || modifier == '%';
  const bool known = trims || modifier == '+' || modifier == '-' || modifier == '?';
  if (!known || (null_is_unset && trims)) {
    return std::nullopt;
  }
  const Text word = nested('}', trims);
  if (!word) {
    return std::nullopt;
  }
  // "${X:-y}" says itself what to do where X is not set.
  const bool asked = modifier == '-' || modifier == '+';
  const bool unset_before = unset_used_;
  const auto value = variable(name);
  unset_used_ = asked ? unset_before : unset_used_;
  if (!value && rules_.skip_unset) {
    return "${" + name + (null_is_unset ? ":" : "") + modifier + *word + "}";
  }
  if (!trims) {
    const bool set = value && !(null_is_unset && value->empty());
    return alternative(value.value_or(""), set, modifier, *word);
  }
  const bool greedy = word->starts_with(modifier);
  const std::string pattern = word->substr(greedy ? 1 : 0);
  return modifier == '#' ? trim_prefix(value.value_or(""), pattern, greedy)
                         : trim_suffix(value.value_or(""), pattern, greedy);
}

Text ShellLexer::alternative(const std::string& value,
                             bool set,
                             char modifier,
                             const std::string& word) {
  if (modifier == '-') {
    return set ? value : word;
  }
  if (modifier == '+') {
    return set ? word : "";
  }
  return set ? Text(value) : std::nullopt;
}

Text ShellLexer::replacement(const std::string& name) {
  const bool all = peek() == '/';
  if (all) {
    next();
  }
  const Text pattern = nested('/', true);
  const Text by = pattern ? nested('}', true) : std::nullopt;
  if (!by) {
    return std::nullopt;
  }
  const auto value = variable(name);
  if (!value && rules_.skip_unset) {
    return "${" + name + "/" + *pattern + "/" + *by + "}";
  }
  return replace_matches(value.value_or(""), *pattern, *by, all);
}

Text ShellLexer::nested(char stop, bool raw_escapes) {
  constexpr int deepest_nesting = 16;
  if (depth_ == deepest_nesting) {
    return std::nullopt;
  }
  ++depth_;
  WordList nobody;
  Text text = read_until(stop, raw_escapes, nobody);
  --depth_;
  return text;
}

} // namespace tidegate::dockerfile
