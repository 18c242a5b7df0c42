// SPDX-License-Identifier: Apache-2.0
#include "analysis/past_runs.hpp"
#include "unit/analysis/made_up_runs.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {
namespace {

model::PastRun over(const model::RunRecord& record) {
  const auto run = past_run(record);
  REQUIRE(run);
  return *run;
}

} // namespace

TEST_CASE("a run that is over is known by its time, its longest wait and its flaky jobs") {
  const auto record = run(7,
                          "success",
                          10,
                          {job("test", 1, "failure", {10, 12, 20}),
                           job("test", 2, "success", {30, 45, 90}),
                           job("lint", 2, "success", {30, 33, 40})});
  const auto made = over(record);
  CHECK(made.id == 7);
  CHECK(made.workflow == "CI");
  CHECK(made.attempt == 2);
  CHECK(made.decided);
  CHECK(made.passed);
  CHECK(made.duration == Seconds(80));
  CHECK(made.queued == Seconds(15));
  CHECK(made.jobs == 2);
  CHECK(made.flaky_jobs == 1);
}

TEST_CASE("a run that is not over is none of the past, and a cancelled one is not decided") {
  auto going = run(1, "", 10, {});
  going.run.status = "in_progress";
  CHECK_FALSE(past_run(going));
  const auto cancelled = over(run(2, "cancelled", 10, {}));
  CHECK_FALSE(cancelled.decided);
  CHECK_FALSE(cancelled.duration);
  CHECK_FALSE(cancelled.queued);
}

TEST_CASE("a clock that went back gives no time") {
  CHECK_FALSE(over(run(1, "success", 50, {job("test", 1, "success", {60, 40, 45})})).duration);
  CHECK_FALSE(over(run(1, "success", 50, {job("test", 1, "success", {60, 40, 45})})).queued);
}

TEST_CASE("a series holds the runs of one workflow that passed at once, oldest first") {
  auto others = run(5, "success", 300, {job("test", 1, "success", {300, 301, 400})});
  others.run.name = "nightly";
  std::vector<model::PastRun> runs;
  for (const auto& record : {others,
                             run(4, "success", 200, {job("test", 2, "success", {200, 200, 210})}),
                             run(3, "failure", 150, {job("test", 1, "failure", {150, 151, 160})}),
                             run(2, "success", 100, {job("test", 1, "success", {100, 100, 130})}),
                             run(1, "success", 0, {job("test", 1, "success", {0, 5, 20})})}) {
    runs.push_back(over(record));
  }
  CHECK(workflows_of(runs) == std::vector<std::string>{"CI", "nightly"});
  const auto times = run_series(runs, {.kind = model::MetricKind::ci_duration, .part = "CI"});
  REQUIRE(times.points.size() == 2);
  CHECK(times.points[0].event_id == "1");
  CHECK(times.points[0].value == 20);
  CHECK(times.points[0].sha == "sha 1");
  CHECK(times.points[1].value == 30);
  const auto waits = run_series(runs, {.kind = model::MetricKind::ci_queue, .part = "CI"});
  REQUIRE(waits.points.size() == 2);
  CHECK(waits.points[0].value == 5);
  CHECK(waits.points[1].value == 1); // less than a second is not measured
}

} // namespace tidegate::analysis
