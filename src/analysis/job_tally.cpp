// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_tally.hpp"

#include "analysis/job_phase.hpp"

#include <tuple>

namespace tidegate::analysis {

void JobTally::add(const JobHistory& job, const model::WorkflowRun& run) {
  figures_.add_job(job);
  if (job.did_run()) {
    ++flaky_.runs;
  }
  if (job.is_flaky()) {
    ++flaky_.flaky_runs;
    // By time and id, so that the order of the runs does not matter.
    if (flaky_.flaky_runs == 1
        || std::pair(run.created, run.id) > std::pair(flaky_.last_created, flaky_.last_run)) {
      flaky_.last_run = run.id;
      flaky_.last_sha = run.sha;
      flaky_.last_created = run.created;
    }
  }
  for (const Execution& execution : job.executions) {
    if (!execution.carried_over) {
      add_steps(*execution.job);
    }
  }
}

void JobTally::add_steps(const model::WorkflowJob& job) {
  for (const model::JobStep& step : job.steps) {
    if (!is_timed(step)) {
      continue;
    }
    auto place = steps_.find(step.name);
    if (place == steps_.end()) {
      place = steps_.try_emplace(step.name).first;
    }
    place->second.add(*step.started, *step.completed);
  }
}

std::optional<model::FlakyJob> JobTally::flaky() const {
  return flaky_.flaky_runs == 0 ? std::nullopt : std::optional(flaky_);
}

std::vector<model::StepFigures> JobTally::steps() const {
  std::vector<model::StepFigures> steps;
  steps.reserve(steps_.size());
  for (const auto& [name, tally] : steps_) {
    steps.push_back({.workflow = {},
                     .job = {},
                     .step = name,
                     .phase = job_phase(name),
                     .time = tally.figures()});
  }
  return steps;
}

} // namespace tidegate::analysis
