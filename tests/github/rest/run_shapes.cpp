// SPDX-License-Identifier: Apache-2.0
#include "github/rest/run_shapes.hpp"

#include "github/rest/shapes.hpp"

namespace github_standin {

using nlohmann::json;

namespace {

json step_shape(const Step& step) {
  return {{"name", step.name},
          {"number", step.number},
          {"status", step.status},
          {"conclusion", text_or_null(step.conclusion)},
          {"started_at", moment_shape(step.started)},
          {"completed_at", moment_shape(step.completed)}};
}

json commit_shape(const Run& run) {
  const std::string user = run.actor.substr(0, run.actor.find('[')); // "x[bot]" is in no address
  const json who{{"name", run.actor}, {"email", user + "@users.noreply.github.com"}};
  return {{"id", run.sha},
          {"tree_id", run.sha},
          {"message", run.title},
          {"timestamp", to_iso(run.created)},
          {"author", who},
          {"committer", who}};
}

const Workflow& workflow_of(const Call& call, Id id) {
  static const Workflow none;
  const auto& workflows = call.project().workflows;
  const auto found = workflows.find(id);
  return found == workflows.end() ? none : found->second;
}

void add_links(const Call& call, const Run& run, std::size_t attempt, json& shape) {
  const std::string id = std::to_string(run.id);
  const std::string url = call.url("/actions/runs/" + id);
  const bool newest = attempt == run.attempts.size();
  const std::string mine = newest ? url : url + "/attempts/" + std::to_string(attempt);
  shape["url"] = url;
  shape["html_url"] = call.parts.server.url() + call.repository + "/actions/runs/" + id;
  shape["jobs_url"] = mine + "/jobs";
  shape["logs_url"] = mine + "/logs";
  shape["check_suite_url"] = call.url("/check-suites/" + id);
  shape["artifacts_url"] = url + "/artifacts";
  shape["cancel_url"] = url + "/cancel";
  shape["rerun_url"] = url + "/rerun";
  shape["workflow_url"] = call.url("/actions/workflows/" + std::to_string(run.workflow));
  shape["previous_attempt_url"] =
      attempt > 1 ? json(url + "/attempts/" + std::to_string(attempt - 1)) : json();
}

} // namespace

json short_pull_shape(const Call& call, const Pull& pull) {
  const auto side = [&](const std::string& ref, const std::string& sha, const std::string& name) {
    return json{{"ref", ref},
                {"sha", sha},
                {"repo",
                 {{"id", number_of_name(name)},
                  {"name", name.substr(name.find('/') + 1)},
                  {"url", call.api + "/repos/" + name}}}};
  };
  return {{"id", pull.id},
          {"number", pull.number},
          {"url", call.url("/pulls/" + std::to_string(pull.number))},
          {"head", side(pull.head_ref, pull.head_sha, pull.head_repository)},
          {"base", side(pull.base_ref, pull.base_sha, call.repository)}};
}

RunShapes::RunShapes(const Call& call)
    : call_(call) {}

const json& RunShapes::user(const std::string& login) {
  const auto found = users_.find(login);
  return found != users_.end() ? found->second
                               : users_.emplace(login, user_shape(call_, login)).first->second;
}

const json& RunShapes::repository(const std::string& name) {
  const auto found = repositories_.find(name);
  return found != repositories_.end()
             ? found->second
             : repositories_.emplace(name, repository_shape(call_, name)).first->second;
}

// As GitHub does it: those whose head is this very branch, and none of forks.
json RunShapes::pulls(const Run& run) const {
  json list = json::array();
  for (const auto& [number, pull] : call_.project().pulls) {
    if (pull.head_repository == call_.repository && run.head_repository == call_.repository
        && pull.head_ref == run.branch && pull.state == "open") {
      list.push_back(short_pull_shape(call_, pull));
    }
  }
  return list;
}

json RunShapes::run(const Run& run, std::size_t attempt) {
  const Attempt& tried = run.attempts.at(attempt - 1);
  const Workflow& workflow = workflow_of(call_, run.workflow);
  json shape{{"id", run.id},
             {"name", workflow.name},
             {"node_id", node_id("WorkflowRun", run.id)},
             {"check_suite_id", run.id},
             {"head_branch", text_or_null(run.branch)},
             {"head_sha", run.sha},
             {"path", workflow.path},
             {"display_title", run.title},
             {"run_number", run.number},
             {"event", run.event},
             {"status", tried.status},
             {"conclusion", text_or_null(tried.conclusion)},
             {"workflow_id", run.workflow},
             {"pull_requests", pulls(run)},
             {"created_at", to_iso(run.created)},
             {"updated_at", to_iso(tried.updated)},
             {"run_started_at", to_iso(tried.started)},
             {"run_attempt", attempt},
             {"actor", user(run.actor)},
             {"triggering_actor", user(tried.actor)},
             {"head_commit", commit_shape(run)},
             {"repository", repository(call_.repository)},
             {"head_repository", repository(run.head_repository)}};
  add_links(call_, run, attempt, shape);
  return shape;
}

json RunShapes::job(const Run& run, std::size_t attempt, const Job& job) const {
  const std::string id = std::to_string(job.id);
  const std::string url = call_.url("/actions/runs/" + std::to_string(run.id));
  const bool has_runner = !job.runner_name.empty();
  json steps = json::array();
  for (const Step& step : job.steps) {
    steps.push_back(step_shape(step));
  }
  return {{"id", job.id},
          {"run_id", run.id},
          {"run_url", url},
          {"run_attempt", attempt},
          {"node_id", node_id("CheckRun", job.id)},
          {"head_sha", run.sha},
          {"head_branch", text_or_null(run.branch)},
          {"url", call_.url("/actions/jobs/" + id)},
          {"html_url",
           call_.parts.server.url() + call_.repository + "/actions/runs/" + std::to_string(run.id)
               + "/job/" + id},
          {"check_run_url", call_.url("/check-runs/" + id)},
          {"status", job.status},
          {"conclusion", text_or_null(job.conclusion)},
          {"created_at", to_iso(job.created)},
          // A job that waits has the time of its creation here, as on GitHub.
          {"started_at", to_iso(job.started.value_or(job.created))},
          {"completed_at", moment_shape(job.completed)},
          {"name", job.name},
          {"workflow_name", workflow_of(call_, run.workflow).name},
          {"labels", job.labels},
          {"runner_id", has_runner ? json(1) : json()},
          {"runner_name", text_or_null(job.runner_name)},
          {"runner_group_id", has_runner ? json(2) : json()},
          {"runner_group_name", text_or_null(job.runner_group)},
          {"steps", steps}};
}

json RunShapes::workflow(const Workflow& workflow) const {
  const std::string url = call_.url("/actions/workflows/" + std::to_string(workflow.id));
  const std::string page = call_.parts.server.url() + call_.repository;
  return {{"id", workflow.id},
          {"node_id", node_id("Workflow", workflow.id)},
          {"name", workflow.name},
          {"path", workflow.path},
          {"state", "active"},
          {"created_at", to_iso(workflow.created)},
          {"updated_at", to_iso(workflow.created)},
          {"url", url},
          {"html_url", page + "/blob/main/" + workflow.path},
          {"badge_url", page + "/workflows/" + workflow.name + "/badge.svg"}};
}

} // namespace github_standin
