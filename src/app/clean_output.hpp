// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/run_context.hpp"
#include "codec/clean_json.hpp"
#include "ports/environment.hpp"
#include "util/secrets.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::app {

// The environment, with results that leave without secrets: what a branch, a fork or an older
// tidegate wrote may hold some. What goes to stderr was cleaned before (actions::WorkflowLog),
// since that is where masks are told to the runner.
class CleanOutput final : public ports::Environment {
public:
  explicit CleanOutput(ports::Environment& inner)
      : inner_(inner),
        redactor_(actions::secret_redactor(inner)) {}

  [[nodiscard]] std::optional<std::string> get(const std::string& name) const override {
    return inner_.get(name);
  }

  [[nodiscard]] std::vector<std::string> names() const override { return inner_.names(); }

  void out(std::string_view text) override { inner_.out(codec::clean_json(text, redactor_)); }

  void err(std::string_view text) override { inner_.err(text); }

  [[nodiscard]] bool err_is_terminal() const override { return inner_.err_is_terminal(); }

  [[nodiscard]] int err_columns() const override { return inner_.err_columns(); }

  [[nodiscard]] int err_rows() const override { return inner_.err_rows(); }

private:
  ports::Environment& inner_;
  util::Redactor redactor_;
};

} // namespace tidegate::app
