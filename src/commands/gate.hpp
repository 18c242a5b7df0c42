// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/build/build.hpp"
#include "commands/settings.hpp"

namespace tidegate::commands {

struct GateOptions {
  SettingsOverrides settings;
  Format format{Format::text};
};

// Judges the newest recorded build under the policy of now: 0 or 1.
Result<int> run_gate(const GateOptions& options, ports::Ports ports);

} // namespace tidegate::commands
