// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/history/sync_state.hpp"
#include "model/sync.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <set>
#include <vector>

namespace tidegate::commands {

// Fetches the jobs of runs that are over, once for each run and its newest attempt: one request for
// a hundred jobs.
class JobFetching {
public:
  explicit JobFetching(SyncState& state)
      : state_(state) {}

  // Of the stored runs that were created in this span, newest first. What was fetched before an
  // error is stored.
  Result<void> fetch(const model::TimeSpan& span);

private:
  Result<void> fetch_one(const sqlite::PendingRun& run);
  Result<void> store_if_due();
  Result<void> store();

  SyncState& state_;
  std::vector<sqlite::FetchedJobs> fetched_; // not stored yet
  Seconds stored_at_{0};
  std::set<std::int64_t> tried_; // in vain
  int failures_{0};              // one after the other
};

} // namespace tidegate::commands
