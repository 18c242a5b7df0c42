// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace tidegate {

// The one error type of the program. `kind` alone decides the exit code (app/exit_code.hpp);
// `message` says what and where, `hint` what to do next (may be empty).
struct Error {
  enum class Kind {
    usage,    // the person who called asked for something impossible: exit 2
    external, // network, disk, permission, another program: exit 3
    internal, // a defect of tidegate: exit 3
  };
  Kind kind{Kind::internal};
  std::string message;
  std::string hint;

  // The same error seen one step further out: "context: message".
  [[nodiscard]] Error in(std::string_view context) && {
    message = std::string(context) + ": " + message;
    return std::move(*this);
  }
};

template<typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error>
failed(Error::Kind kind, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(message), std::move(hint)});
}

} // namespace tidegate
