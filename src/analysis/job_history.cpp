// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_history.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::WorkflowJob;
using Times = std::pair<std::optional<Time>, std::optional<Time>>;

bool was_run(const Execution& execution) {
  return !execution.carried_over && execution.outcome != RunOutcome::skipped;
}

// What is known of the jobs of one name so far, going from attempt to attempt.
class Marking {
public:
  void mark(Execution& execution) {
    const WorkflowJob& job = *execution.job;
    if (job.started) {
      const auto [place, fresh] = originals_.try_emplace(Times(job.started, job.completed),
                                                         Original{job.run_attempt, false});
      execution.carried_over = !fresh && place->second.attempt < job.run_attempt;
      if (fresh && execution.outcome != RunOutcome::skipped) {
        first_ = std::min(first_, job.run_attempt);
        place->second.re_run = job.run_attempt > first_;
      }
      execution.re_run = place->second.re_run;
    }
  }

private:
  struct Original {
    int attempt{0};
    bool re_run{false};
  };

  std::map<Times, Original> originals_;
  int first_{std::numeric_limits<int>::max()};
};

JobHistory history_of(std::vector<Execution> executions) {
  Marking marking;
  for (Execution& execution : executions) {
    marking.mark(execution);
  }
  JobHistory history;
  history.name = executions.front().job->name;
  history.newest_attempt = executions.back().job->run_attempt;
  history.executions = std::move(executions);
  return history;
}

} // namespace

bool JobHistory::is_flaky() const {
  int failed_on = std::numeric_limits<int>::max();
  for (const Execution& execution : executions) {
    const int attempt = execution.job->run_attempt;
    if (execution.outcome == RunOutcome::failed) {
      failed_on = std::min(failed_on, attempt);
    }
    if (was_run(execution) && execution.outcome == RunOutcome::passed && attempt > failed_on) {
      return true;
    }
  }
  return false;
}

bool JobHistory::did_run() const {
  return std::ranges::any_of(executions, was_run);
}

std::vector<JobHistory> job_histories(const model::RunRecord& record) {
  std::map<std::string_view, std::vector<Execution>> by_name;
  for (const WorkflowJob& job : record.jobs) {
    by_name[job.name].push_back({.job = &job, .outcome = run_outcome(job.status, job.conclusion)});
  }
  std::vector<JobHistory> histories;
  for (auto& [name, executions] : by_name) {
    std::ranges::sort(executions, {}, [](const Execution& execution) {
      return std::pair(execution.job->run_attempt, execution.job->id);
    });
    histories.push_back(history_of(std::move(executions)));
  }
  return histories;
}

bool reached_a_runner(const Execution& execution) {
  const WorkflowJob& job = *execution.job;
  return (job.status == "completed" || job.status == "in_progress")
         && execution.outcome != RunOutcome::skipped
         && (!job.runner_name.empty() || !job.steps.empty());
}

bool is_timed(const model::JobStep& step) {
  return step.conclusion != "skipped" && step.started && step.completed;
}

} // namespace tidegate::analysis
