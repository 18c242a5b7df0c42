// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/history/job_fetching.hpp"
#include "commands/history/run_listing.hpp"
#include "commands/history/sync_state.hpp"
#include "model/sync.hpp"
#include "model/workflow_run.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace tidegate::commands {

// Goes over the past from the newest run to the oldest, window by window: lists each and fetches
// its jobs.
class WindowSync {
public:
  explicit WindowSync(SyncState& state)
      : state_(state),
        listing_(state),
        jobs_(state) {}

  // Error: it ended early; what was fetched is stored.
  Result<void> run();

private:
  struct Task {
    model::TimeSpan span;
    std::optional<int> known{}; // runs of a window that was listed before
    std::optional<int> estimate{};
  };

  Result<void> list_newest();
  Result<std::vector<Task>> tasks();
  Result<void> list_older(std::vector<Task> tasks);
  Result<bool> list_task(const Task& task, std::vector<Task>& tasks);
  void split(const Task& task, int total, std::vector<Task>& tasks) const;
  Result<void> ask_unfinished();
  Result<void> store_unfinished(std::int64_t id, const std::optional<model::WorkflowRun>& run);

  SyncState& state_;
  RunListing listing_;
  JobFetching jobs_;
  Seconds width_{0};           // of the window before, where it held few runs
  std::optional<Time> newest_; // creation, of all runs that are known
};

} // namespace tidegate::commands
