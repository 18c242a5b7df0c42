// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::ports {

// Environment variables and the standard streams.
class Environment {
public:
  virtual ~Environment() = default;

  // nullopt where it is unset.
  [[nodiscard]] virtual std::optional<std::string> get(const std::string& name) const = 0;

  // Of all variables.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;

  // "" where it is unset.
  [[nodiscard]] std::string text(const std::string& name) const { return get(name).value_or(""); }

  virtual void out(std::string_view text) = 0; // stdout: results
  virtual void err(std::string_view text) = 0; // stderr: talk
  [[nodiscard]] virtual bool err_is_terminal() const = 0;
  [[nodiscard]] virtual int err_columns() const = 0; // width of the terminal, 80 where unknown
  [[nodiscard]] virtual int err_rows() const = 0;    // height, 24 where unknown
};

} // namespace tidegate::ports
