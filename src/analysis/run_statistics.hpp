// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/window_tally.hpp"
#include "model/run_statistics.hpp"
#include "model/workflow_run.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

struct Window {
  std::string name; // "24 h"
  Time from;        // a run that was created then or later is in it
};

// 24 h, 7 d, 30 d
std::vector<Window> usual_windows(Time now);

// Fed with one run after another, in any order; it keeps counts, not runs.
//
//  - A run belongs to a window by its `created`, however late it was run again.
//  - What a run came to is what its newest attempt came to. Its duration is the time from the start
//    of that attempt to the last end of a job in it; only of runs that passed or failed, since
//    others were cut short. Of a job: its own start and end.
//  - Time in the queue: a job's `started` less its `created`, of every attempt that reached a
//    runner.
//  - Steps and phases: of every attempt, whatever came out; skipped steps have no time.
//  - A run or job that was run again counts once in the re-run rate.
// Flaky jobs, jobs that are carried over into a later attempt: job_history.hpp. Phases:
// job_phase.hpp. Percentiles and the words that count as passed: model/run_statistics.hpp.
class RunStatisticsTally {
public:
  RunStatisticsTally(const std::vector<Window>& windows, model::Grouping by);

  void add(const model::RunRecord& record);
  // Without `now` and `filter`.
  [[nodiscard]] model::RunStatistics statistics() const;

private:
  struct Part {
    Window window;
    WindowTally tally;
  };

  model::Grouping by_;
  std::vector<Part> parts_;
};

} // namespace tidegate::analysis
