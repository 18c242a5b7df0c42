// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/build/build.hpp"
#include "commands/settings.hpp"

namespace tidegate::commands {

struct HistoryRebuildOptions {
  SettingsOverrides settings;
  Format format{Format::text};
};

// Makes the store again from the event log. Damaged lines are named and the rest counts.
Result<int> run_history_rebuild(const HistoryRebuildOptions& options, ports::Ports ports);

} // namespace tidegate::commands
