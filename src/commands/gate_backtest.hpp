// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "model/series.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

struct GateBacktestOptions {
  std::vector<std::string> files; // JSON Lines; "-": standard input
  bool confirm_with_next{false};
  model::SeriesProfile profile{model::SeriesProfile::default_rule};
  int together{1}; // the limit for one of so many series that are judged at once
  Format format{Format::text};
};

// What the rule would have said over series of the past: 0 whatever it said. Rows that cannot be
// used are told, and the rest is judged; what is strange and does not matter (values that are left
// out, a clock that goes back, a name that comes twice) is told too. Error (external): a file or a
// row could not be read, or there is no row.
Result<int> run_gate_backtest(const GateBacktestOptions& options, ports::Ports ports);

} // namespace tidegate::commands
