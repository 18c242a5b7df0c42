// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/build/build.hpp"
#include "commands/settings.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

struct GateOptions {
  SettingsOverrides settings;
  std::optional<std::string> commit; // absent: the newest build of all
  Format format{Format::text};
  bool explain{false}; // with the arithmetic of each verdict; JSON has it anyway
};

// Judges the newest recorded build, or the newest of each image, leg and job of a commit, under the
// policy of now: 1 where a verdict is fail or a build did not succeed, else 0. JSON: the record
// with its verdicts; of a commit one line for each. Error (external): no such build.
Result<int> run_gate(const GateOptions& options, ports::Ports ports);

} // namespace tidegate::commands
