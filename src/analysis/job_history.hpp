// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/run_outcome.hpp"
#include "model/workflow_run.hpp"

#include <string_view>
#include <vector>

namespace tidegate::analysis {

// One job as one attempt lists it. GitHub lists a job that did not run again in the later attempts
// too, under a new id and `created`, with the times of the attempt in which it did run (so it seems
// to have started before it was queued).
struct Execution {
  const model::WorkflowJob* job{nullptr};
  RunOutcome outcome{RunOutcome::unfinished};
  bool carried_over{false}; // ran in an earlier attempt, and stands there
  bool re_run{false};       // it, or what was carried over, ran on a later attempt than its first
};

// The jobs of one name in one run, over all of its attempts. A matrix whose legs have no names of
// their own makes several jobs of one name.
struct JobHistory {
  std::string_view name;
  std::vector<Execution> executions; // by attempt, then id
  int newest_attempt{0};

  // Failed on an attempt and passed on a later one. Attempts of one run have the same commit; two
  // runs of one commit have not always (each pull_request run has a merge commit of its own).
  [[nodiscard]] bool is_flaky() const;
  // Neither skipped nor carried over, at least once.
  [[nodiscard]] bool did_run() const;
};

// By name. They point into `record`.
std::vector<JobHistory> job_histories(const model::RunRecord& record);

// A runner took the job. Before that GitHub gives the moment of queueing as `started` too.
bool reached_a_runner(const Execution& execution);

// It ran, and to its end.
bool is_timed(const model::JobStep& step);

} // namespace tidegate::analysis
