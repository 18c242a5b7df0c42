// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/scope.hpp"

#include <algorithm>

namespace tidegate::dockerfile {

Scope::Scope(const ParseOptions& options)
    : build_args_(options.build_args) {
  for (const auto& [name, value] : platform_arguments(options)) {
    values_[name] = build_arg(name).value_or(value);
  }
}

Scope Scope::fresh() const {
  Scope result = *this;
  result.values_.clear();
  return result;
}

std::optional<std::string> Scope::build_arg(const std::string& name) const {
  std::optional<std::string> found;
  for (const auto& [given, value] : build_args_) {
    found = given == name ? std::optional(value) : found; // the last one counts
  }
  return found;
}

std::optional<ShellText> Scope::expand(std::string_view word, char escape) const {
  return expand_shell(word, {.escape = escape}, [this](std::string_view name) {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  });
}

void Scope::set_argument(std::string_view word, char escape, const Scope* global) {
  const std::size_t equals = word.find('=');
  const std::string name(word.substr(0, equals));
  if (const auto given = build_arg(name)) {
    values_[name] = *given;
  } else if (equals != std::string_view::npos) {
    if (auto value = expand(word.substr(equals + 1), escape)) {
      values_[name] = std::move(value->text);
    }
  } else if (global != nullptr) {
    const auto inherited = global->values_.find(name);
    if (inherited != global->values_.end()) {
      values_[name] = inherited->second;
    }
  }
}

void Scope::apply_global(const model::Instruction& arg, char escape) {
  for (const auto& word : arg.arguments) {
    set_argument(word, escape, nullptr);
  }
}

void Scope::apply(const model::Instruction& instruction, char escape, const Scope& global) {
  if (instruction.keyword == "ARG") {
    for (const auto& word : instruction.arguments) {
      set_argument(word, escape, &global);
    }
  }
  if (instruction.keyword != "ENV") {
    return;
  }
  // The values of one ENV see those of the ones before it, not one another's.
  const Scope before = *this;
  for (const auto& word : instruction.arguments) {
    const std::size_t equals = word.find('=');
    const auto name = before.expand(word.substr(0, equals), escape);
    auto value =
        equals == std::string::npos ? std::nullopt : before.expand(word.substr(equals + 1), escape);
    if (name && value) {
      values_[name->text] = std::move(value->text);
    }
  }
}

} // namespace tidegate::dockerfile
