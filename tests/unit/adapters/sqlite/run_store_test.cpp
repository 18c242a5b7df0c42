// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/run_store.hpp"
#include "adapters/sqlite/store.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_files.hpp"

#include <chrono>
#include <csignal>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using sqlite::RunStore;

namespace {

Time at(int second) {
  return Time(std::chrono::seconds(second));
}

model::WorkflowRun run_of(std::int64_t id, int created) {
  model::WorkflowRun run;
  run.id = id;
  run.number = static_cast<int>(id);
  run.workflow_id = 77;
  run.name = "CI";
  run.path = ".github/workflows/ci.yml";
  run.event = "push";
  run.branch = "main";
  run.status = "completed";
  run.conclusion = "success";
  run.created = at(created);
  run.started = at(created + 1);
  run.updated = at(created + 100);
  return run;
}

model::WorkflowJob job_of(std::int64_t id, std::int64_t run, int attempt) {
  model::WorkflowJob job;
  job.id = id;
  job.run_id = run;
  job.run_attempt = attempt;
  job.name = "build (amd64)";
  job.status = "completed";
  job.created = at(5);
  job.labels = {"self-hosted", "linux"};
  const model::JobStep step{1, "Set up", "completed", "success", at(6), std::nullopt};
  job.steps = {step, step}; // the same twice, as a damaged answer may have it
  return job;
}

RunStore opened(const TempDir& dir) {
  auto store = RunStore::open(dir.path() / "history.db");
  REQUIRE(store);
  return std::move(*store);
}

std::vector<model::RunRecord> all(RunStore& store, const sqlite::RunFilter& filter = {}) {
  std::vector<model::RunRecord> found;
  REQUIRE(store.each_run(
      at(0), filter, [&](const model::RunRecord& record) { found.push_back(record); }));
  return found;
}

std::vector<std::int64_t> ids(RunStore& store, const sqlite::RunFilter& filter = {}) {
  std::vector<std::int64_t> found;
  for (const auto& record : all(store, filter)) {
    found.push_back(record.run.id);
  }
  return found;
}

using Ids = std::vector<std::int64_t>;
const model::TimeSpan always{.first = Time{}, .last = std::nullopt};

} // namespace

TEST_CASE("runs come back as they were put in, newest first, with jobs and steps") {
  const TempDir dir;
  auto store = opened(dir);
  const std::vector runs{run_of(1, 100), run_of(2, 300), run_of(3, 200)};
  REQUIRE(store.put_runs("o/r", runs));
  REQUIRE(store.put_jobs(
      "o/r",
      std::vector<sqlite::FetchedJobs>{
          {.run = {.id = 2, .attempt = 1}, .jobs = {job_of(8, 2, 1), job_of(9, 2, 1)}}}));
  const auto found = all(store);
  REQUIRE(found.size() == 3);
  CHECK(found[0] == model::RunRecord{runs[1], {job_of(8, 2, 1), job_of(9, 2, 1)}, true});
  CHECK(found[1] == model::RunRecord{runs[2], {}, false});
  CHECK(found[2].run.id == 1);
}

TEST_CASE("a run that has no jobs is told from one whose jobs are still to be fetched") {
  const TempDir dir;
  auto store = opened(dir);
  REQUIRE(store.put_runs("o/r", std::vector{run_of(1, 100)}));
  CHECK_FALSE(all(store).at(0).jobs_known);
  REQUIRE(store.put_jobs(
      "o/r", std::vector<sqlite::FetchedJobs>{{.run = {.id = 1, .attempt = 1}, .jobs = {}}}));
  CHECK(all(store).at(0).jobs_known);
  auto again = run_of(1, 100);
  again.attempt = 2;
  REQUIRE(store.put_runs("o/r", std::vector{again}));
  CHECK_FALSE(all(store).at(0).jobs_known);
}

TEST_CASE("runs are chosen by repository, workflow, branch, event and time") {
  const TempDir dir;
  auto store = opened(dir);
  auto nightly = run_of(2, 200);
  nightly.path = ".github/workflows/nightly.yml";
  nightly.name = "Nightly";
  nightly.event = "schedule";
  nightly.branch = "next";
  nightly.workflow_id = 78;
  REQUIRE(store.put_runs("o/r", std::vector{run_of(1, 100), nightly}));
  REQUIRE(store.put_runs("o/other", std::vector{run_of(1, 100)}));
  CHECK(ids(store) == Ids{2, 1, 1});
  CHECK(ids(store, {.repository = "o/r"}) == Ids{2, 1});
  for (const char* workflow : {"nightly.yml", ".github/workflows/nightly.yml", "Nightly", "78"}) {
    CHECK_MESSAGE(ids(store, {.workflow = workflow}) == Ids{2}, workflow);
  }
  CHECK(ids(store, {.branch = "next"}) == Ids{2});
  CHECK(ids(store, {.event = "schedule"}) == Ids{2});
  CHECK(ids(store, {.repository = "o/r", .event = "pull_request"}).empty());
  int newer = 0;
  REQUIRE(store.each_run(at(150), {}, [&](const model::RunRecord&) { ++newer; }));
  CHECK(newer == 1);
}

TEST_CASE("an older answer about a run does not replace a newer one") {
  const TempDir dir;
  auto store = opened(dir);
  auto newer = run_of(1, 100);
  newer.attempt = 2;
  newer.conclusion = "success";
  auto older = run_of(1, 100);
  older.conclusion = "failure";
  REQUIRE(store.put_runs("o/r", std::vector{newer}));
  REQUIRE(store.put_runs("o/r", std::vector{older}));
  CHECK(all(store)[0].run == newer);
  newer.updated += std::chrono::seconds(1);
  newer.title = "renamed";
  REQUIRE(store.put_runs("o/r", std::vector{newer}));
  CHECK(all(store)[0].run == newer);
}

TEST_CASE("jobs are wanted once for each run that is over, and again after a new attempt") {
  const TempDir dir;
  auto store = opened(dir);
  auto running = run_of(3, 300);
  running.status = "in_progress";
  REQUIRE(store.put_runs("o/r", std::vector{run_of(1, 100), run_of(2, 200), running}));
  const auto wanted = [&] { return *store.without_jobs({.repository = "o/r"}, always, 100); };
  CHECK(wanted() == std::vector<sqlite::PendingRun>{{2, 1}, {1, 1}});
  CHECK(*store.unfinished({}, always) == std::vector<sqlite::PendingRun>{{3, 1}});
  REQUIRE(store.put_jobs("o/r", std::vector<sqlite::FetchedJobs>{{{2, 1}, {job_of(8, 2, 1)}}}));
  CHECK(wanted() == std::vector<sqlite::PendingRun>{{1, 1}});
  auto again = run_of(2, 200);
  again.attempt = 2;
  REQUIRE(store.put_runs("o/r", std::vector{again}));
  CHECK(wanted() == std::vector<sqlite::PendingRun>{{2, 2}, {1, 1}});
  REQUIRE(store.put_jobs(
      "o/r", std::vector<sqlite::FetchedJobs>{{{2, 2}, {job_of(8, 2, 1), job_of(9, 2, 2)}}}));
  // Somebody slower, who still saw the first attempt.
  REQUIRE(store.put_jobs("o/r", std::vector<sqlite::FetchedJobs>{{{2, 1}, {job_of(8, 2, 1)}}}));
  CHECK(all(store)[1].jobs.size() == 2);
  CHECK(wanted() == std::vector<sqlite::PendingRun>{{1, 1}});
  CHECK(*store.count_without_jobs({}, always) == 1);
  REQUIRE(store.forget_pending("o/r", 1));
  CHECK(wanted().empty());
}

TEST_CASE("windows are kept for each question, and only one has no end") {
  const TempDir dir;
  auto store = opened(dir);
  const model::SyncWindow frozen{.span = {at(0), at(99)}, .runs = 5};
  REQUIRE(store.put_window("a", frozen));
  REQUIRE(store.put_window("a", {.span = {at(100), std::nullopt}, .runs = 1}));
  REQUIRE(store.put_window("a", {.span = {at(200), std::nullopt}, .runs = 2}));
  CHECK(*store.windows("a")
        == std::vector<model::SyncWindow>{{.span = {at(200), std::nullopt}, .runs = 2}, frozen});
  CHECK(store.windows("b")->empty());
}

TEST_CASE("making the index of builds again leaves the runs alone") {
  const TempDir dir;
  {
    auto store = opened(dir);
    REQUIRE(store.put_runs("o/r", std::vector{run_of(1, 100)}));
  }
  auto builds = sqlite::Store::open(dir.path() / "history.db", {});
  REQUIRE(builds);
  REQUIRE(builds->clear());
  auto store = opened(dir);
  CHECK(ids(store) == Ids{1});
}

TEST_CASE("a damaged history is put aside, and the next one begins anew") {
  const TempDir dir;
  {
    auto store = opened(dir);
    REQUIRE(store.put_runs("o/r", std::vector{run_of(1, 100)}));
  }
  overwrite(dir.path() / "history.db", std::string(8192, 'x'));
  auto store = opened(dir);
  CHECK(store.notice().find("put aside") != std::string::npos);
  CHECK(damaged_files(dir.path()).size() == 1);
  CHECK(ids(store).empty());
}

TEST_CASE("two processes write into one store at once and nothing is lost") {
  const TempDir dir;
  {
    const auto store = opened(dir);
  }
  const auto write_all = [&](std::int64_t first) {
    auto store = RunStore::open(dir.path() / "history.db");
    bool fine = store.has_value();
    for (std::int64_t id = first; fine && id < first + 50; ++id) {
      fine = store->put_runs("o/r", std::vector{run_of(id, 100)}).has_value();
    }
    return fine;
  };
  const pid_t one = in_child([&] { return write_all(1000); });
  const pid_t other = in_child([&] { return write_all(1025); });
  CHECK(exit_status(one) == 0);
  CHECK(exit_status(other) == 0);
  auto store = opened(dir);
  CHECK(ids(store).size() == 75);
}
