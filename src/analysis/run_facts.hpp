// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/job_history.hpp"
#include "analysis/run_outcome.hpp"
#include "model/workflow_run.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace tidegate::analysis {

// What all windows and groups ask about a run, worked out once. Points into the record.
struct RunFacts {
  const model::RunRecord* record{nullptr};
  RunOutcome outcome{RunOutcome::unfinished};
  std::vector<JobHistory> jobs;
  std::uint64_t flaky_jobs{0};
  // The last end of a job of the newest attempt that ran in it; absent where no job is known.
  // `updated` would not do: it moves with every later change.
  std::optional<Time> ended;
};

RunFacts run_facts(const model::RunRecord& record);

} // namespace tidegate::analysis
