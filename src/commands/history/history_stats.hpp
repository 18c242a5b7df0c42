// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/report.hpp"
#include "commands/settings.hpp"
#include "model/run_statistics.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

struct HistoryStatsOptions {
  SettingsOverrides settings;
  ReportFormat format{ReportFormat::text};
  model::Grouping by{model::Grouping::workflow};
  // Only these runs. Without a repository: that of $GITHUB_REPOSITORY, else all that are stored.
  model::RunFilterWords filter;
  // One window of this length instead of 24 h, 7 d and 30 d; not both.
  std::optional<int> days;
  std::string since; // as parse_moment() reads it
  bool record{false};
};

// Shows the figures of the workflow runs that `history sync` stored. Without any run it says so:
// that is no error. With `record` an event with the same figures is appended to the event log.
// Error: external, where it cannot be, or there is no run; the answer is shown all the same.
Result<int> run_history_stats(const HistoryStatsOptions& options, ports::Ports ports);

} // namespace tidegate::commands
