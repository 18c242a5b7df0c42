// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "model/series.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

struct GateBacktestOptions {
  std::vector<std::string> files; // JSON Lines; "-": standard input; none: the own event log
  bool confirm_with_next{false};
  // Of files alone:
  std::optional<model::SeriesProfile> profile{};
  std::optional<int> together{}; // the limit for one of so many series that are judged at once
  // Of the own event log alone:
  SettingsOverrides settings{};
  std::string since{"90d"}; // as parse_moment() reads it
  Format format{Format::text};
};

// What the rule would have said over series of the past, or the policy over the own event log: 0
// whatever it said. Rows that cannot be
// used are told, and the rest is judged; what is strange and does not matter (values that are left
// out, a clock that goes back, a name that comes twice) is told too. Error (external): a file or a
// row could not be read, or there is no row.
Result<int> run_gate_backtest(const GateBacktestOptions& options, ports::Ports ports);

} // namespace tidegate::commands
