// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/run_json.hpp"
#include "adapters/github/runs.hpp"

#include <ctime>
#include <doctest/doctest.h>

using namespace tidegate;

namespace {

Time time(const char* text) {
  return *util::parse_rfc3339(text);
}

} // namespace

TEST_CASE("a list of runs is read with what matters of each") {
  const auto listed = github::parse_runs(R"({"total_count": 2, "workflow_runs": [
    {"id": 30433642, "name": "CI", "run_number": 562, "run_attempt": 2, "event": "push",
     "display_title": "Fix \u001b[31mit", "path": ".github/workflows/ci.yml",
     "head_branch": "main", "head_sha": "acb5820c", "status": "completed",
     "conclusion": "failure", "workflow_id": 159038, "actor": {"login": "ada", "id": 3},
     "created_at": "2026-11-01T10:00:00Z", "run_started_at": "2026-11-01T10:05:00Z",
     "updated_at": "2026-11-01T10:09:00Z",
     "repository": {"id": 9, "name": "r", "owner": {"login": "o"}}},
    {"id": 30433643, "status": "queued", "conclusion": null, "head_branch": null,
     "created_at": "2026-11-01T10:00:00Z"}]})");
  REQUIRE(listed);
  CHECK(listed->total == 2);
  CHECK(listed->damage.empty());
  REQUIRE(listed->entries.size() == 2);
  const model::WorkflowRun& run = listed->entries[0];
  CHECK(run.id == 30433642);
  CHECK(run.attempt == 2);
  CHECK(run.number == 562);
  CHECK(run.workflow_id == 159038);
  CHECK(run.name == "CI");
  CHECK(run.title == "Fix it");
  CHECK(run.actor == "ada");
  CHECK(run.created == time("2026-11-01T10:00:00Z"));
  CHECK(run.started == time("2026-11-01T10:05:00Z"));
  CHECK(run.updated == time("2026-11-01T10:09:00Z"));
  CHECK(listed->entries[1].conclusion == "");
  CHECK_FALSE(listed->entries[1].started.has_value());
}

TEST_CASE("damaged runs are named with their place, and the others count") {
  const auto listed = github::parse_runs(R"({"workflow_runs": [
    7, {"id": "3"}, {"id": 1}, {"id": 2, "created_at": "2026-11-01T10:00:00Z", "name": [1],
    "run_attempt": -5, "run_number": 1e99}, null, {"id": 3, "created_at": "yesterday"}]})");
  REQUIRE(listed);
  CHECK_FALSE(listed->total.has_value());
  REQUIRE(listed->entries.size() == 1);
  CHECK(listed->entries[0].id == 2);
  CHECK(listed->entries[0].attempt == 1);
  CHECK(listed->entries[0].name == "");
  CHECK(listed->damage
        == std::vector<std::string>{"workflow_runs[0]: no id",
                                    "workflow_runs[1]: no id",
                                    "workflow_runs[2]: no time of creation",
                                    "workflow_runs[4]: no id",
                                    "workflow_runs[5]: no time of creation"});
}

TEST_CASE("a list of jobs is read with labels and steps") {
  const auto listed = github::parse_jobs(R"({"total_count": 1, "jobs": [
    {"id": 399444496, "run_id": 29679449, "run_attempt": 2, "name": "build, amd64",
     "status": "in_progress", "conclusion": null, "created_at": "2026-11-01T10:00:00Z",
     "started_at": "2026-11-01T10:00:09Z", "labels": ["self-hosted", 3, "linux"],
     "runner_name": "one", "runner_group_name": "all", "steps": [
       {"name": "Set up job", "status": "completed", "conclusion": "success", "number": 1,
        "started_at": "2026-11-01T10:00:09.000-08:00", "completed_at": null}, 4]},
    {"name": "without an id"}]})");
  REQUIRE(listed);
  REQUIRE(listed->entries.size() == 1);
  const model::WorkflowJob& job = listed->entries[0];
  CHECK(job.run_attempt == 2);
  CHECK(job.labels == std::vector<std::string>{"self-hosted", "linux"});
  CHECK(job.runner_group == "all");
  CHECK_FALSE(job.completed.has_value());
  REQUIRE(job.steps.size() == 1);
  CHECK(job.steps[0].started == time("2026-11-01T18:00:09Z"));
  CHECK(listed->damage == std::vector<std::string>{"jobs[1]: no id"});
}

TEST_CASE("what is no list is an error, however deep it is") {
  for (const std::string& body : {std::string(),
                                  std::string("[]"),
                                  std::string("null"),
                                  std::string(R"({"jobs":{}})"),
                                  std::string(R"({"workflow_runs":3})"),
                                  std::string(1'000'000, '['),
                                  R"({"workflow_runs":)" + std::string(1'000'000, '[')}) {
    CHECK_FALSE(github::parse_runs(body).has_value());
    CHECK_FALSE(github::parse_jobs(body).has_value());
  }
  std::string nested = R"({"workflow_runs":[{"id":1,"created_at":"2026-11-01T10:00:00Z","actor":)";
  nested += std::string(100'000, '[') + std::string(100'000, ']') + "}]}";
  const auto listed = github::parse_runs(nested);
  REQUIRE(listed);
  CHECK(listed->entries.size() == 1);
}

TEST_CASE("an answer of millions of objects is refused at once") {
  std::string body = R"({"jobs": [{})";
  for (int objects = 0; objects < 2'000'000; ++objects) {
    body += ",{}";
  }
  const std::clock_t before = std::clock();
  CHECK_FALSE(github::parse_jobs(body + "]}"));
  CHECK(std::clock() - before < 10 * CLOCKS_PER_SEC); // by the parser alone: minutes
}

TEST_CASE("a span of time is asked for by the same path each time") {
  const Time first = time("2026-11-01T00:00:00Z");
  CHECK(github::runs_path({}, first, std::nullopt)
        == "actions/runs?created=%3E%3D2026-11-01T00%3A00%3A00Z&per_page=100"
           "&exclude_pull_requests=true");
  CHECK(github::runs_path({.workflow = "ci.yml", .branch = "a/b&c", .event = "push"},
                          first,
                          time("2026-11-02T00:00:00.9Z"))
        == "actions/workflows/ci.yml/runs?created=2026-11-01T00%3A00%3A00Z..2026-11-02T00%3A00%3A"
           "00Z&per_page=100&exclude_pull_requests=true&branch=a%2Fb%26c&event=push");
}
