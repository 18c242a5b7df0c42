// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/parser.hpp"
#include "adapters/dockerfile/shell_words.hpp"
#include "model/dockerfile.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::dockerfile {

// The variables that a Dockerfile's words are expanded with: ARG and ENV, read in order.
class Scope {
public:
  explicit Scope(const ParseOptions& options);

  // ARG before the first FROM.
  void apply_global(const model::Instruction& arg, char escape);

  // Of a stage: ARG and ENV; anything else changes nothing.
  void apply(const model::Instruction& instruction, char escape, const Scope& global);

  // nullopt: an error in BuildKit's eyes.
  [[nodiscard]] std::optional<ShellText> expand(std::string_view word, char escape) const;

  // No variables at all, the build arguments of `options` kept: how a stage begins.
  [[nodiscard]] Scope fresh() const;

private:
  void set_argument(std::string_view word, char escape, const Scope* global);
  [[nodiscard]] std::optional<std::string> build_arg(const std::string& name) const;

  NamedValues build_args_;
  std::map<std::string, std::string, std::less<>> values_;
};

} // namespace tidegate::dockerfile
