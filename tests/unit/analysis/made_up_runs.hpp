// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/workflow_run.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tidegate::analysis {

// Moments are given in seconds from a day of their own.
inline Time moment(int seconds) {
  return Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 1))
         + std::chrono::seconds(seconds);
}

inline model::JobStep step(std::string name, int started, int completed) {
  return {.number = 1,
          .name = std::move(name),
          .status = "completed",
          .conclusion = "success",
          .started = moment(started),
          .completed = moment(completed)};
}

struct JobTimes {
  int created{0};
  int started{0};
  int completed{0};
};

inline model::WorkflowJob
job(std::string name, int attempt, std::string conclusion, JobTimes times) {
  model::WorkflowJob made;
  made.id = attempt * 100;
  made.run_attempt = attempt;
  made.name = std::move(name);
  made.status = "completed";
  made.conclusion = std::move(conclusion);
  made.created = moment(times.created);
  made.started = moment(times.started);
  made.completed = moment(times.completed);
  made.runner_name = "runner 1";
  return made;
}

inline model::RunRecord
run(std::int64_t id, std::string conclusion, int created, std::vector<model::WorkflowJob> jobs) {
  model::RunRecord record;
  record.run.id = id;
  record.run.name = "CI";
  record.run.path = ".github/workflows/ci.yml";
  record.run.event = "push";
  record.run.branch = "main";
  record.run.sha = "sha " + std::to_string(id);
  record.run.status = "completed";
  record.run.conclusion = std::move(conclusion);
  record.run.created = moment(created);
  record.run.started = moment(created);
  record.jobs = std::move(jobs);
  for (const model::WorkflowJob& made : record.jobs) {
    record.run.attempt = std::max(record.run.attempt, made.run_attempt);
  }
  return record;
}

} // namespace tidegate::analysis
