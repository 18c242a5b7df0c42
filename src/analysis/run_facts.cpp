// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_facts.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

std::optional<Time> end_of(const JobHistory& job, int attempt) {
  std::optional<Time> end;
  for (const Execution& execution : job.executions) {
    if (execution.job->run_attempt == attempt && !execution.carried_over) {
      end = std::max(end, execution.job->completed);
    }
  }
  return end;
}

} // namespace

RunFacts run_facts(const model::RunRecord& record) {
  RunFacts facts;
  facts.record = &record;
  facts.outcome = run_outcome(record.run.status, record.run.conclusion);
  facts.jobs = job_histories(record);
  facts.flaky_jobs =
      static_cast<std::uint64_t>(std::ranges::count_if(facts.jobs, &JobHistory::is_flaky));
  for (const JobHistory& job : facts.jobs) {
    facts.ended = std::max(facts.ended, end_of(job, record.run.attempt));
  }
  return facts;
}

} // namespace tidegate::analysis
