// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// What GitHub remembers of a workflow's past. Times have a resolution of one second; what is not
// over yet has no end and an empty conclusion.

// One step of a job; a composite action is one step.
struct JobStep {
  int number{0};
  std::string name;
  std::string status;     // queued, in_progress, completed
  std::string conclusion; // success, failure, skipped, cancelled, ...
  std::optional<Time> started;
  std::optional<Time> completed;

  bool operator==(const JobStep&) const = default;
};

struct WorkflowJob {
  std::int64_t id{0};
  std::int64_t run_id{0};
  int run_attempt{1};
  std::string name; // with the values of its matrix: "build (amd64)"
  std::string status;
  std::string conclusion;
  std::optional<Time> created; // queued since
  std::optional<Time> started;
  std::optional<Time> completed;
  std::vector<std::string> labels; // of the runner that it asked for
  std::string runner_name;
  std::string runner_group;
  std::vector<JobStep> steps;

  bool operator==(const WorkflowJob&) const = default;
};

struct WorkflowRun {
  std::int64_t id{0};
  int attempt{1}; // the newest
  int number{0};  // of the workflow
  std::int64_t workflow_id{0};
  std::string name;  // of the workflow
  std::string title; // display_title
  std::string path;  // ".github/workflows/ci.yml"
  std::string event;
  std::string branch; // head_branch
  std::string sha;    // head_sha
  std::string status;
  std::string conclusion;
  std::string actor;
  Time created;
  std::optional<Time> started; // of the newest attempt
  Time updated;

  bool operator==(const WorkflowRun&) const = default;
};

// A run with the jobs of all of its attempts.
struct RunRecord {
  WorkflowRun run;
  std::vector<WorkflowJob> jobs;
  bool jobs_known{false}; // there are no others: GitHub has runs without any

  bool operator==(const RunRecord&) const = default;
};

} // namespace tidegate::model
