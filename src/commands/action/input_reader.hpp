// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/input_list.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// Reads the inputs of the action by their names in action.yml: `build-args` is the variable
// INPUT_BUILD_ARGS. An empty input is one that was not given. The first error is kept, so that a
// caller can read everything and look once.
class InputReader {
public:
  explicit InputReader(const ports::Environment& environment)
      : environment_(environment) {}

  // Without spaces around it.
  [[nodiscard]] std::string text(std::string_view input) const;
  // Nullopt where it is empty.
  [[nodiscard]] std::optional<std::string> given(std::string_view input) const;
  bool flag(std::string_view input, bool otherwise);
  std::vector<std::string> list(std::string_view input, ListStyle style);

  void fail(Error error);

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
  const ports::Environment& environment_;
  std::optional<Error> error_;
};

} // namespace tidegate::commands
