// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::test {

// Variables and streams in memory.
class FakeEnvironment final : public ports::Environment {
public:
  [[nodiscard]] std::optional<std::string> get(const std::string& name) const override {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& [name, value] : variables) {
      names.push_back(name);
    }
    return names;
  }

  void out(std::string_view text) override { written_out += text; }

  void err(std::string_view text) override { written_err += text; }

  [[nodiscard]] bool err_is_terminal() const override { return terminal; }

  [[nodiscard]] int err_columns() const override { return columns; }

  [[nodiscard]] int err_rows() const override { return rows; }

  std::map<std::string, std::string> variables;
  std::string written_out;
  std::string written_err;
  bool terminal{false};
  int columns{80};
  int rows{24};
};

} // namespace tidegate::test
