// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_statistics.hpp"

#include <algorithm>

namespace tidegate::analysis {

std::vector<Window> usual_windows(Time now) {
  return {{.name = "24 h", .from = now - std::chrono::hours(24)},
          {.name = "7 d", .from = now - std::chrono::days(7)},
          {.name = "30 d", .from = now - std::chrono::days(30)}};
}

RunStatisticsTally::RunStatisticsTally(const std::vector<Window>& windows, model::Grouping by)
    : by_(by) {
  parts_.reserve(windows.size());
  for (const Window& window : windows) {
    parts_.push_back({window, WindowTally(by)});
  }
}

void RunStatisticsTally::add(const model::RunRecord& record) {
  const auto holds = [&](const Part& part) { return record.run.created >= part.window.from; };
  if (std::ranges::none_of(parts_, holds)) {
    return;
  }
  const RunFacts facts = run_facts(record);
  for (Part& part : parts_) {
    if (holds(part)) {
      part.tally.add(facts);
    }
  }
}

model::RunStatistics RunStatisticsTally::statistics() const {
  model::RunStatistics statistics;
  statistics.by = by_;
  for (const Part& part : parts_) {
    model::WindowStatistics window = part.tally.statistics();
    window.name = part.window.name;
    window.from = part.window.from;
    statistics.windows.push_back(std::move(window));
  }
  return statistics;
}

} // namespace tidegate::analysis
