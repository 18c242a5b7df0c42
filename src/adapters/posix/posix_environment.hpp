// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"
#include "ports/environment.hpp"

namespace tidegate::posix {

class PosixEnvironment final : public ports::Environment {
public:
  [[nodiscard]] std::optional<std::string> get(const std::string& name) const override;
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  [[nodiscard]] bool err_is_terminal() const override;
  [[nodiscard]] int err_columns() const override;
  [[nodiscard]] int err_rows() const override;
};

class PosixClock final : public ports::Clock {
public:
  Time now() override;
  Seconds monotonic() override;
};

} // namespace tidegate::posix
