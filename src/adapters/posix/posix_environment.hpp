// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"
#include "ports/environment.hpp"

namespace tidegate::posix {

// Writes at once, without a buffer. Whoever starts the program ignores SIGPIPE: a reader that has
// gone away is an error of write(2) then, which does not stop us.
class PosixEnvironment final : public ports::Environment {
public:
  [[nodiscard]] std::optional<std::string> get(const std::string& name) const override;
  [[nodiscard]] std::vector<std::string> names() const override;
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  [[nodiscard]] bool err_is_terminal() const override;
  [[nodiscard]] int err_columns() const override;
  [[nodiscard]] int err_rows() const override;

  // Why something for stdout could not be written, errno; 0: all of it was.
  [[nodiscard]] int out_error() const { return out_error_; }

private:
  int out_error_{0};
  bool err_failed_{false};
};

class PosixClock final : public ports::Clock {
public:
  Time now() override;
  Seconds monotonic() override;
  void sleep(Seconds span) override;
};

} // namespace tidegate::posix
