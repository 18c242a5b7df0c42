// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_statistics.hpp"
#include "unit/analysis/made_up_runs.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {
namespace {

constexpr int day = 86400;

model::RunStatistics statistics(const std::vector<model::RunRecord>& runs,
                                model::Grouping by = model::Grouping::workflow,
                                int now = 100) {
  RunStatisticsTally tally(usual_windows(moment(now)), by);
  for (const model::RunRecord& record : runs) {
    tally.add(record);
  }
  return tally.statistics();
}

model::WindowStatistics last_day(const std::vector<model::RunRecord>& runs,
                                 model::Grouping by = model::Grouping::workflow) {
  return statistics(runs, by).windows.at(0);
}

// Run 1: one attempt, passed. Run 2: `test` failed, ran again and passed; `build` carried over.
// Run 3: cancelled. Run 4: still going. Run 5: failed, of another workflow, branch, event.
std::vector<model::RunRecord> five_runs() {
  auto build1 = job("build", 1, "success", {0, 2, 32});
  build1.steps = {step("Set up job", 2, 4),
                  step("Run actions/checkout@v4", 4, 7),
                  step("Run make", 7, 30),
                  step("Post Run actions/checkout@v4", 30, 31),
                  step("Complete job", 31, 32)};
  auto test1 = job("test", 1, "success", {32, 36, 56});
  test1.steps = {step("Set up job", 36, 37), step("Run make test", 37, 56)};

  auto build2 = job("build", 1, "success", {10, 13, 53});
  build2.steps = {step("Run make", 13, 53)};
  auto build2_again = build2;
  build2_again.id = 900;
  build2_again.run_attempt = 2;
  build2_again.created = moment(200);
  auto run2 = run(2,
                  "success",
                  10,
                  {build2,
                   job("test", 1, "failure", {53, 54, 64}),
                   build2_again,
                   job("test", 2, "success", {200, 206, 230})});
  run2.run.started = moment(200);

  auto run4 = run(4, "", 40, {job("build", 1, "", {40, 41, 0})});
  run4.run.status = run4.jobs[0].status = "in_progress";
  run4.jobs[0].completed.reset();

  auto run5 = run(5, "timed_out", 50, {job("scan", 1, "timed_out", {50, 51, 91})});
  run5.run.name = "Scan";
  run5.run.branch = "topic";
  run5.run.event = "pull_request";
  return {run(1, "success", 0, {build1, test1}),
          run2,
          run(3, "cancelled", 30, {job("build", 1, "cancelled", {30, 31, 35})}),
          run4,
          run5};
}

model::GroupFigures group(const model::WindowStatistics& window, std::string_view name) {
  for (const model::GroupFigures& group : window.groups) {
    if (group.name == name) {
      return group;
    }
  }
  FAIL("no such group: ", name);
  return {};
}

} // namespace

TEST_CASE("no runs, no figures") {
  const model::RunStatistics none = statistics({});
  REQUIRE(none.windows.size() == 3);
  for (const model::WindowStatistics& window : none.windows) {
    CHECK(window.all == model::RunFigures{});
    CHECK(window.groups.empty());
    CHECK(window.phases == model::PhaseFigures{});
  }
  CHECK(none.windows[0].name == "24 h");
  CHECK(none.windows[2].from == moment(100 - 30 * day));
}

TEST_CASE("the figures of all runs are those worked out by hand") {
  const model::RunFigures all = last_day(five_runs()).all;
  CHECK(all.count == 5);
  CHECK(all.outcomes
        == model::OutcomeCounts{.passed = 2, .failed = 1, .cancelled = 1, .unfinished = 1});
  CHECK(all.success_rate == doctest::Approx(2.0 / 3));
  CHECK(all.re_run == 1);
  CHECK(all.re_run_rate == doctest::Approx(0.2));
  CHECK(all.flaky_jobs == 1);
  // run 1: 0 to 56; run 2: 200 to 230, of its second attempt; run 5: 50 to 91
  CHECK(all.duration
        == model::SpanFigures{
            .count = 3, .p50 = Seconds(41), .p95 = Seconds(56), .total = Seconds(127)});
  // run 1: 2, 4; run 2: 3, 1, 6, what was carried over not again; run 3: 1; run 4: 1; run 5: 1
  CHECK(all.queued
        == model::SpanFigures{
            .count = 8, .p50 = Seconds(1), .p95 = Seconds(6), .total = Seconds(19)});
}

TEST_CASE("the figures of a job are those of its newest attempt") {
  const model::WindowStatistics window = last_day(five_runs(), model::Grouping::job);
  REQUIRE(window.groups.size() == 3);
  CHECK(window.groups[0].name == "build"); // in four runs
  CHECK(window.groups[0].workflow == "CI");
  const model::RunFigures build = window.groups[0].figures;
  CHECK(build.count == 4);
  CHECK(build.success_rate == 1.0);
  CHECK(build.re_run == 0);
  CHECK(build.duration.count == 2);
  CHECK(build.duration.p50 == Seconds(30));
  CHECK(build.duration.p95 == Seconds(40));
  CHECK(build.queued.count == 4);
  const model::RunFigures test = group(window, "test").figures;
  CHECK(test.count == 2);
  CHECK(test.success_rate == 1.0);
  CHECK(test.re_run == 1);
  CHECK(test.flaky_jobs == 1);
  CHECK(test.duration.total == Seconds(20 + 24));
  CHECK(test.queued.total == Seconds(4 + 1 + 6));
  CHECK(group(window, "scan").figures.success_rate == 0.0);
}

TEST_CASE("runs are grouped by workflow, branch and event") {
  const model::WindowStatistics workflows = last_day(five_runs());
  CHECK(group(workflows, "CI").figures.count == 4);
  CHECK(group(workflows, "CI").figures.success_rate == 1.0);
  CHECK(group(workflows, "Scan").figures.duration.p50 == Seconds(41));
  const model::WindowStatistics branches = last_day(five_runs(), model::Grouping::branch);
  CHECK(group(branches, "topic").figures.outcomes.failed == 1);
  const model::WindowStatistics events = last_day(five_runs(), model::Grouping::event);
  CHECK(group(events, "pull_request").figures.count == 1);
  CHECK(group(events, "push").figures.count == 4);
}

TEST_CASE("a workflow without a name goes by its path") {
  auto nameless = run(1, "success", 0, {});
  nameless.run.name.clear();
  CHECK(last_day({nameless}).groups.at(0).name == ".github/workflows/ci.yml");
}

TEST_CASE("flaky jobs are named with the newest run in which they were it") {
  const auto runs = five_runs();
  auto later = runs[1];
  later.run.id = 12;
  later.run.sha = "later";
  later.run.created = moment(60);
  const model::WindowStatistics window = last_day({runs[0], later, runs[1]});
  REQUIRE(window.flaky_jobs.size() == 1);
  CHECK(window.flaky_jobs[0]
        == model::FlakyJob{.workflow = "CI",
                           .job = "test",
                           .flaky_runs = 2,
                           .runs = 3,
                           .last_run = 12,
                           .last_sha = "later",
                           .last_created = moment(60)});
}

TEST_CASE("steps are ranked by what is usual and by what they cost in all") {
  const model::WindowStatistics window = last_day(five_runs());
  CHECK(window.steps == 7);
  const model::StepFigures make{
      .workflow = "CI",
      .job = "build",
      .step = "Run make",
      .phase = model::JobPhase::build,
      .time = {.count = 2, .p50 = Seconds(23), .p95 = Seconds(40), .total = Seconds(63)}};
  CHECK(window.slowest_by_p50.at(0) == make);
  CHECK(window.slowest_by_p50.at(1).step == "Run make test"); // 19 s
  CHECK(window.slowest_by_total.at(0) == make);

  auto often = job("often", 1, "success", {0, 1, 100});
  often.steps.assign(30, step("Run it", 0, 5));
  const model::WindowStatistics more = last_day({five_runs()[0], run(9, "success", 0, {often})});
  CHECK(more.slowest_by_total.at(0).step == "Run it"); // 150 s
  CHECK(more.slowest_by_p50.at(0).step == "Run make");
}

TEST_CASE("time is told by phase, for the jobs that had such a time") {
  const model::PhaseFigures phases = last_day(five_runs()).phases;
  CHECK(phases.queued.count == 8);
  CHECK(
      phases.set_up // 5 and 1
      == model::SpanFigures{.count = 2, .p50 = Seconds(1), .p95 = Seconds(5), .total = Seconds(6)});
  CHECK(phases.build // 23, 19, 40
        == model::SpanFigures{
            .count = 3, .p50 = Seconds(23), .p95 = Seconds(40), .total = Seconds(82)});
  CHECK(
      phases.tear_down
      == model::SpanFigures{.count = 1, .p50 = Seconds(2), .p95 = Seconds(2), .total = Seconds(2)});
}

TEST_CASE("skipped steps took no time") {
  auto made = job("build", 1, "success", {0, 1, 9});
  made.steps = {step("Run make", 1, 9), step("Run deploy", 9, 9)};
  made.steps[1].conclusion = "skipped";
  CHECK(last_day({run(1, "success", 0, {made})}).steps == 1);
}

TEST_CASE("a run belongs to the windows in which it was created") {
  const model::RunStatistics made = statistics({run(1, "success", 100 - day, {}),
                                                run(2, "success", 99 - day, {}),
                                                run(3, "success", 100 - 7 * day, {}),
                                                run(4, "success", 100 - 30 * day, {}),
                                                run(5, "success", 99 - 30 * day, {})});
  CHECK(made.windows[0].all.count == 1);
  CHECK(made.windows[1].all.count == 3);
  CHECK(made.windows[2].all.count == 4);
}

TEST_CASE("a run without known jobs has no duration") {
  const model::RunFigures all = last_day({run(1, "success", 0, {})}).all;
  CHECK(all.success_rate == 1.0);
  CHECK(all.duration == model::SpanFigures{});
  CHECK(all.queued == model::SpanFigures{});
}

TEST_CASE("a run that has no jobs does not wait for them for ever") {
  auto without = run(1, "failure", 0, {});
  CHECK(last_day({without}).runs_without_jobs == 1);
  without.jobs_known = true; // GitHub has such runs: of workflow files that it could not read
  CHECK(last_day({without}).runs_without_jobs == 0);
}

TEST_CASE("clocks that do not agree are counted and not believed") {
  auto odd = job("build", 1, "success", {10, 5, 3});
  odd.steps = {step("Run make", 5, 4)};
  const model::WindowStatistics window = last_day({run(1, "success", 20, {odd})});
  CHECK(window.all.duration == model::SpanFigures{.left_out = 1});
  CHECK(window.all.queued == model::SpanFigures{.left_out = 1});
  CHECK(window.phases.build == model::SpanFigures{.left_out = 1});
  CHECK(window.slowest_by_p50.empty());
}

TEST_CASE("only success, failure, timed_out and startup_failure are in the success rate") {
  std::vector<model::RunRecord> runs;
  for (const char* conclusion : {"success",
                                 "failure",
                                 "timed_out",
                                 "startup_failure",
                                 "cancelled",
                                 "skipped",
                                 "neutral",
                                 "action_required",
                                 "stale",
                                 "something new",
                                 ""}) {
    runs.push_back(run(static_cast<std::int64_t>(runs.size()), conclusion, 0, {}));
  }
  const model::RunFigures all = last_day(runs).all;
  CHECK(all.success_rate == 0.25);
  CHECK(
      all.outcomes
      == model::OutcomeCounts{.passed = 1, .failed = 3, .cancelled = 1, .skipped = 1, .other = 5});
  CHECK_FALSE(last_day({run(1, "cancelled", 0, {})}).all.success_rate.has_value());
}

TEST_CASE("long lists are cut, and what was cut is counted") {
  std::vector<model::RunRecord> runs;
  for (int i = 0; i < 130; ++i) {
    const std::string name = "job " + std::to_string(i);
    auto failed = job(name, 1, "failure", {0, 1, 2});
    auto passed = job(name, 2, "success", {3, 4, 5});
    failed.steps = passed.steps = {step("Run make", 0, i)};
    runs.push_back(run(i, "success", 0, {failed, passed}));
    runs.back().run.branch = name;
  }
  const model::WindowStatistics window = last_day(runs, model::Grouping::branch);
  CHECK(window.groups.size() == model::most_groups);
  CHECK(window.groups_left_out == 30);
  CHECK(window.flaky_jobs.size() == model::most_flaky_jobs);
  CHECK(window.flaky_jobs_left_out == 80);
  CHECK(window.slowest_by_p50.size() == model::most_slow_steps);
  CHECK(window.slowest_by_p50[0].time.p50 == Seconds(129));
  CHECK(window.steps == 130);
}

} // namespace tidegate::analysis
