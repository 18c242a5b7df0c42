// SPDX-License-Identifier: Apache-2.0
#include "github/rest/run_routes.hpp"

#include "github/rest/paging.hpp"
#include "github/rest/run_filter.hpp"
#include "github/rest/run_shapes.hpp"
#include "github/whole_number.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t most_found = 1000;

// Beyond the first thousand there are only empty pages, but total_count tells them all.
Reply show_runs(const Call& call, const RunFilter& filter) {
  const Project& project = call.project();
  std::vector<const Run*> found;
  for (const Id id : project.newest_runs) {
    if (const Run& run = project.runs.at(id); filter.meets(run)) {
      found.push_back(&run);
    }
  }
  const std::size_t total = found.size();
  if (filter.searches()) {
    found.resize(std::min(found.size(), most_found));
  }
  RunShapes shapes(call);
  Reply reply = counted(call, "workflow_runs", found, [&](const Run* run) {
    return shapes.run(*run, run->attempts.size());
  });
  reply.body["total_count"] = total;
  return reply;
}

Reply list_runs(const Call& call) {
  const auto filter = RunFilter::from(call);
  return filter ? show_runs(call, *filter) : filter.error();
}

// By its id or by the name of its file.
const Workflow* find_workflow(const Call& call) {
  const auto& workflows = call.project().workflows;
  const auto found = std::ranges::find_if(workflows, [&](const auto& item) {
    return item.first == call.id(0) || item.second.path.ends_with("/" + call.captured.at(0));
  });
  return found == workflows.end() ? nullptr : &found->second;
}

Reply list_workflow_runs(const Call& call) {
  const Workflow* workflow = find_workflow(call);
  auto filter = RunFilter::from(call);
  if (workflow == nullptr || !filter) {
    return workflow == nullptr ? not_found() : filter.error();
  }
  filter->limit_to(workflow->id);
  return show_runs(call, *filter);
}

Reply list_workflows(const Call& call) {
  std::vector<const Workflow*> all;
  for (const auto& [id, workflow] : call.project().workflows) {
    all.push_back(&workflow);
  }
  const RunShapes shapes(call);
  return counted(
      call, "workflows", all, [&](const Workflow* workflow) { return shapes.workflow(*workflow); });
}

Reply get_workflow(const Call& call) {
  const Workflow* workflow = find_workflow(call);
  return workflow == nullptr ? not_found() : Reply{.body = RunShapes(call).workflow(*workflow)};
}

const Run* find_run(const Call& call) {
  const auto& runs = call.project().runs;
  const auto found = runs.find(call.id(0));
  return found == runs.end() ? nullptr : &found->second;
}

Reply get_run(const Call& call) {
  const Run* run = find_run(call);
  return run == nullptr ? not_found()
                        : Reply{.body = RunShapes(call).run(*run, run->attempts.size())};
}

// From 1; 0 where the run has no such attempt.
std::size_t attempt_in(const Call& call, const Run* run) {
  const Id attempt = call.id(1);
  return run != nullptr && attempt <= run->attempts.size() ? attempt : 0;
}

Reply get_attempt(const Call& call) {
  const Run* run = find_run(call);
  const std::size_t attempt = attempt_in(call, run);
  return attempt == 0 ? not_found() : Reply{.body = RunShapes(call).run(*run, attempt)};
}

// The jobs of the attempts from..to.
Reply show_jobs(const Call& call, const Run& run, std::size_t from, std::size_t to) {
  std::vector<std::pair<std::size_t, const Job*>> jobs;
  for (std::size_t attempt = from; attempt <= to; ++attempt) {
    for (const Job& job : run.attempts.at(attempt - 1).jobs) {
      jobs.emplace_back(attempt, &job);
    }
  }
  const RunShapes shapes(call);
  return counted(call, "jobs", jobs, [&](const auto& item) {
    return shapes.job(run, item.first, *item.second);
  });
}

Reply list_jobs(const Call& call) {
  const Run* run = find_run(call);
  if (run == nullptr) {
    return not_found();
  }
  const std::size_t newest = run->attempts.size();
  return show_jobs(call, *run, call.query("filter") == "all" ? 1 : newest, newest);
}

Reply list_attempt_jobs(const Call& call) {
  const Run* run = find_run(call);
  const std::size_t attempt = attempt_in(call, run);
  return attempt == 0 ? not_found() : show_jobs(call, *run, attempt, attempt);
}

constexpr std::array<Route, 8> routes{{
    {"GET", "actions/workflows", "ListWorkflows", "actions", list_workflows},
    {"GET", "actions/workflows/{}", "GetWorkflow", "actions", get_workflow},
    {"GET", "actions/workflows/{}/runs", "ListWorkflowRuns", "actions", list_workflow_runs},
    {"GET", "actions/runs", "ListRuns", "actions", list_runs},
    {"GET", "actions/runs/{}", "GetRun", "actions", get_run},
    {"GET", "actions/runs/{}/attempts/{}", "GetRunAttempt", "actions", get_attempt},
    {"GET", "actions/runs/{}/jobs", "ListJobs", "actions", list_jobs},
    {"GET", "actions/runs/{}/attempts/{}/jobs", "ListAttemptJobs", "actions", list_attempt_jobs},
}};

} // namespace

std::span<const Route> run_routes() {
  return routes;
}

} // namespace github_standin
