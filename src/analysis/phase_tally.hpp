// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/job_history.hpp"
#include "analysis/span_tally.hpp"
#include "model/run_statistics.hpp"

#include <array>

namespace tidegate::analysis {

// Where the time of the jobs goes. Of each job that ran (in every attempt): its time in the queue,
// and the sums of its steps by their phase (job_phase.hpp). A job without a step of a phase does
// not count there. Time between steps is in none of them.
class PhaseTally {
public:
  void add(const JobHistory& job);
  [[nodiscard]] model::PhaseFigures figures() const;

private:
  void add_steps(const model::WorkflowJob& job);

  SpanTally queued_;
  std::array<SpanTally, 3> steps_; // by JobPhase
};

} // namespace tidegate::analysis
