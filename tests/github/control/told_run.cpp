// SPDX-License-Identifier: Apache-2.0
#include "github/control/run_maker.hpp"
#include "github/json_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace github_standin {

using nlohmann::json;

namespace {

std::string text_or(const json& told, const char* key, const std::string& usual) {
  const std::string text = text_of(told, key);
  return text.empty() ? usual : text;
}

Moment moment_or(const json& told, const char* key, Moment usual) {
  return parse_iso(text_of(told, key)).value_or(usual);
}

// What is completed has succeeded, unless something else was said.
std::string conclusion_of(const json& told, const std::string& status) {
  return status == "completed" ? text_or(told, "conclusion", "success") : "";
}

Step step_of(const json& told, int number) {
  Step step{.name = text_or(told, "name", "step"), .number = number};
  step.number = static_cast<int>(number_of(told, "number").value_or(static_cast<Id>(number)));
  step.status = text_or(told, "status", "completed");
  step.conclusion = conclusion_of(told, step.status);
  step.started = parse_iso(text_of(told, "started_at"));
  step.completed = parse_iso(text_of(told, "completed_at"));
  return step;
}

Job job_of(World& world, const json& told, Moment started) {
  Job job{.id = number_of(told, "id").value_or(0), .name = text_or(told, "name", "build")};
  job.id = job.id == 0 ? world.new_id() : job.id;
  job.status = text_or(told, "status", "completed");
  job.conclusion = conclusion_of(told, job.status);
  job.created = moment_or(told, "created_at", started);
  if (job.status != "queued") {
    job.started = moment_or(told, "started_at", job.created);
    job.runner_name = text_or(told, "runner_name", "GitHub Actions 1");
    job.runner_group = text_or(told, "runner_group_name", "GitHub Actions");
  }
  if (job.status == "completed") {
    job.completed = moment_or(told, "completed_at", *job.started);
  }
  job.labels = texts_of(told, "labels");
  for (const json& step : list_of(told, "steps")) {
    job.steps.push_back(step_of(step, static_cast<int>(job.steps.size()) + 1));
  }
  return job;
}

Attempt attempt_of(World& world, const json& told, const Run& run) {
  Attempt attempt{.status = text_or(told, "status", "completed"),
                  .conclusion = "",
                  .started = moment_or(told, "run_started_at", run.created),
                  .updated = 0,
                  .actor = text_or(told, "actor", run.actor)};
  attempt.conclusion = conclusion_of(told, attempt.status);
  Moment last = attempt.started;
  for (const json& job : list_of(told, "jobs")) {
    attempt.jobs.push_back(job_of(world, job, attempt.started));
    last = std::max(last, attempt.jobs.back().completed.value_or(last));
  }
  attempt.updated = moment_or(told, "updated_at", last);
  return attempt;
}

Id workflow_of(World& world, Project& project, const json& told, Moment created) {
  const std::string path = text_or(told, "path", ".github/workflows/ci.yml");
  const auto found = std::ranges::find_if(
      project.workflows, [&](const auto& item) { return item.second.path == path; });
  if (found != project.workflows.end()) {
    return found->first;
  }
  const Id id = number_of(told, "workflow_id").value_or(world.new_id());
  project.workflows[id] = {
      .id = id, .name = text_or(told, "name", "ci"), .path = path, .created = created};
  return id;
}

} // namespace

tl::expected<Id, std::string>
put_run(World& world, const std::string& repository, const json& told) {
  if (!told.is_object()) {
    return tl::unexpected(std::string("a run is an object"));
  }
  Project& project = world.projects[repository];
  Run run{.id = number_of(told, "id").value_or(0),
          .event = text_or(told, "event", "push"),
          .branch = text_or(told, "head_branch", "main"),
          .sha = text_or(told, "head_sha", std::string(40, 'a')),
          .title = text_or(told, "display_title", "A change"),
          .actor = text_or(told, "actor", "ada"),
          .head_repository = text_or(told, "head_repository", repository),
          .created = moment_or(told, "created_at", now())};
  run.id = run.id == 0 ? world.new_id() : run.id;
  run.number = static_cast<int>(number_of(told, "run_number").value_or(project.runs.size() + 1));
  run.workflow = workflow_of(world, project, told, run.created);
  for (const json& attempt : list_of(told, "attempts")) {
    run.attempts.push_back(attempt_of(world, attempt, run));
  }
  if (run.attempts.empty()) {
    run.attempts.push_back(attempt_of(world, told, run));
  }
  const Id id = run.id;
  project.runs.insert_or_assign(id, std::move(run));
  project.sort_runs();
  return id;
}

} // namespace github_standin
