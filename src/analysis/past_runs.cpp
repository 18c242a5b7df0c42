// SPDX-License-Identifier: Apache-2.0
#include "analysis/past_runs.hpp"

#include "analysis/run_facts.hpp"
#include "analysis/window_tally.hpp"

#include <algorithm>
#include <set>

namespace tidegate::analysis {
namespace {

std::optional<Seconds> span(std::optional<Time> from, std::optional<Time> to) {
  return from && to && *to >= *from ? std::optional<Seconds>(*to - *from) : std::nullopt;
}

std::optional<Seconds> wait_of(const JobHistory& job, int attempt) {
  std::optional<Seconds> longest;
  for (const Execution& execution : job.executions) {
    if (execution.job->run_attempt == attempt && !execution.carried_over
        && reached_a_runner(execution)) {
      longest = std::max(longest, span(execution.job->created, execution.job->started));
    }
  }
  return longest;
}

std::optional<Seconds> longest_wait(const RunFacts& facts) {
  std::optional<Seconds> longest;
  for (const JobHistory& job : facts.jobs) {
    longest = std::max(longest, wait_of(job, facts.record->run.attempt));
  }
  return longest;
}

} // namespace

std::optional<model::PastRun> past_run(const model::RunRecord& record) {
  const RunFacts facts = run_facts(record);
  if (facts.outcome == RunOutcome::unfinished) {
    return std::nullopt;
  }
  const model::WorkflowRun& run = record.run;
  return model::PastRun{
      .id = run.id,
      .workflow = std::string(workflow_of(run)),
      .sha = run.sha,
      .created = run.created,
      .attempt = run.attempt,
      .decided = is_decided(facts.outcome),
      .passed = facts.outcome == RunOutcome::passed,
      .duration = span(run.started, facts.ended),
      .queued = longest_wait(facts),
      .jobs = static_cast<std::uint64_t>(std::ranges::count_if(facts.jobs, &JobHistory::did_run)),
      .flaky_jobs = facts.flaky_jobs};
}

std::vector<std::string> workflows_of(const std::vector<model::PastRun>& runs) {
  std::set<std::string> names;
  for (const auto& run : runs) {
    names.insert(run.workflow);
  }
  return {names.begin(), names.end()};
}

model::MetricPast run_series(const std::vector<model::PastRun>& runs, const model::Metric& metric) {
  const bool queue = metric.kind == model::MetricKind::ci_queue;
  model::MetricPast past;
  for (const auto& run : runs) {
    const auto& time = queue ? run.queued : run.duration;
    if (run.workflow != metric.part || !run.passed || run.attempt > 1 || !time) {
      continue;
    }
    past.points.push_back({.event_id = std::to_string(run.id),
                           .at = run.created,
                           .sha = run.sha,
                           .value = queue ? std::max(1.0, time->count()) : time->count()});
  }
  std::ranges::stable_sort(past.points, {}, &model::MetricPoint::at);
  return past;
}

} // namespace tidegate::analysis
