// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/run_facts.hpp"
#include "analysis/span_tally.hpp"
#include "model/run_statistics.hpp"

namespace tidegate::analysis {

// The figures of a group of runs, or of one job in many runs.
class FigureTally {
public:
  void add_run(const RunFacts& facts);
  // Each job of the name that the newest attempt lists counts; a re-run is one of the job itself.
  void add_job(const JobHistory& job);

  [[nodiscard]] std::uint64_t count() const { return figures_.count; }

  [[nodiscard]] model::RunFigures figures() const;

private:
  model::RunFigures figures_;
  SpanTally duration_;
  SpanTally queued_;
};

// How long the jobs of all attempts waited for a runner.
void add_queue_times(const JobHistory& job, SpanTally& queued);

} // namespace tidegate::analysis
