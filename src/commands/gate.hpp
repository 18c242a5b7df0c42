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
  bool explain{false};                 // with the arithmetic of each verdict; JSON has it anyway
  bool release{false};                 // all at once: gate_release.hpp
  std::optional<std::string> branch{}; // of a release; absent: that of the builds
  std::optional<int> last{};           // of a release: so many runs of the branch; absent: 10
};

// Judges the newest recorded build, or the newest of each image, leg and job of a commit, under the
// policy of now: 1 where a verdict is fail or a build did not succeed, else 0. JSON: the record
// with its verdicts; of a commit one line for each. What the run history of their branch says is
// among the verdicts of the first one that succeeded. Error (external): no such build.
Result<int> run_gate(const GateOptions& options, ports::Ports ports);

} // namespace tidegate::commands
