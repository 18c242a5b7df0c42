// SPDX-License-Identifier: Apache-2.0
#include "analysis/figure_tally.hpp"

namespace tidegate::analysis {
namespace {

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt
                    : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

} // namespace

void add_queue_times(const JobHistory& job, SpanTally& queued) {
  for (const Execution& execution : job.executions) {
    const auto& [created, started] = std::pair(execution.job->created, execution.job->started);
    if (!execution.carried_over && reached_a_runner(execution) && created && started) {
      queued.add(*created, *started);
    }
  }
}

void FigureTally::add_run(const RunFacts& facts) {
  ++figures_.count;
  analysis::count(facts.outcome, figures_.outcomes);
  if (facts.record->run.attempt > 1) {
    ++figures_.re_run;
  }
  figures_.flaky_jobs += facts.flaky_jobs;
  if (is_decided(facts.outcome) && facts.record->run.started && facts.ended) {
    duration_.add(*facts.record->run.started, *facts.ended);
  }
  for (const JobHistory& job : facts.jobs) {
    add_queue_times(job, queued_);
  }
}

void FigureTally::add_job(const JobHistory& job) {
  for (const Execution& execution : job.executions) {
    if (execution.job->run_attempt != job.newest_attempt) {
      continue;
    }
    ++figures_.count;
    analysis::count(execution.outcome, figures_.outcomes);
    if (execution.re_run) {
      ++figures_.re_run;
    }
    if (is_decided(execution.outcome) && execution.job->started && execution.job->completed) {
      duration_.add(*execution.job->started, *execution.job->completed);
    }
  }
  if (job.is_flaky()) {
    ++figures_.flaky_jobs;
  }
  add_queue_times(job, queued_);
}

model::RunFigures FigureTally::figures() const {
  model::RunFigures figures = figures_;
  const model::OutcomeCounts& outcomes = figures.outcomes;
  figures.success_rate = share(outcomes.passed, outcomes.passed + outcomes.failed);
  figures.re_run_rate = share(figures.re_run, figures.count);
  figures.duration = duration_.figures();
  figures.queued = queued_.figures();
  return figures;
}

} // namespace tidegate::analysis
