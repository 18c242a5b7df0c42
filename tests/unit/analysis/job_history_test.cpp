// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_history.hpp"
#include "unit/analysis/made_up_runs.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {
namespace {

JobHistory history(std::vector<model::WorkflowJob> jobs) {
  static model::RunRecord record; // the histories point into it
  record = run(1, "success", 0, std::move(jobs));
  std::vector<JobHistory> all = job_histories(record);
  REQUIRE(all.size() == 1);
  return all.front();
}

// As GitHub lists a job that did not run again.
model::WorkflowJob carried(model::WorkflowJob job, int attempt, int created) {
  job.run_attempt = attempt;
  job.id += attempt;
  job.created = moment(created);
  job.runner_name.clear();
  return job;
}

} // namespace

TEST_CASE("a job that failed and then passed is flaky, in this order only") {
  CHECK(history({job("a", 1, "failure", {0, 1, 9}), job("a", 2, "success", {20, 21, 29})})
            .is_flaky());
  CHECK(history({job("a", 2, "success", {20, 21, 29}), job("a", 1, "timed_out", {0, 1, 9})})
            .is_flaky());
  CHECK(history({job("a", 1, "failure", {0, 1, 9}),
                 job("a", 2, "success", {20, 21, 29}),
                 job("a", 3, "failure", {40, 41, 49})})
            .is_flaky());
  CHECK_FALSE(history({job("a", 1, "success", {0, 1, 9}), job("a", 2, "failure", {20, 21, 29})})
                  .is_flaky());
  CHECK_FALSE(history({job("a", 1, "cancelled", {0, 1, 9}), job("a", 2, "success", {20, 21, 29})})
                  .is_flaky());
  CHECK_FALSE(history({job("a", 1, "failure", {0, 1, 9}), job("a", 2, "failure", {20, 21, 29})})
                  .is_flaky());
}

TEST_CASE("two legs of one name in one attempt are not flaky") {
  CHECK_FALSE(
      history({job("a", 1, "failure", {0, 1, 9}), job("a", 1, "success", {0, 1, 8})}).is_flaky());
}

TEST_CASE("a job that an attempt only carries over did not run again") {
  const auto passed = job("a", 1, "success", {0, 1, 9});
  const JobHistory once = history({passed, carried(passed, 2, 600), carried(passed, 3, 900)});
  REQUIRE(once.executions.size() == 3);
  CHECK_FALSE(once.executions[0].carried_over);
  CHECK(once.executions[1].carried_over);
  CHECK(once.executions[2].carried_over);
  CHECK_FALSE(once.executions[2].re_run);
  CHECK(once.newest_attempt == 3);

  // the failed leg again, the leg that had passed carried over: nothing flaky about it
  const auto failed = job("a", 1, "failure", {0, 1, 8});
  CHECK_FALSE(
      history({failed, passed, carried(passed, 2, 600), job("a", 2, "failure", {600, 601, 609})})
          .is_flaky());
}

TEST_CASE("what was carried over from a re-run is a re-run") {
  const auto again = job("a", 2, "success", {20, 21, 29});
  const JobHistory all = history({job("a", 1, "failure", {0, 1, 9}), again, carried(again, 3, 60)});
  CHECK_FALSE(all.executions[0].re_run);
  CHECK(all.executions[1].re_run);
  CHECK(all.executions[2].re_run);
  CHECK(all.executions[2].carried_over);
}

TEST_CASE("a job that was skipped before runs for the first time") {
  const JobHistory all =
      history({job("a", 1, "skipped", {0, 0, 0}), job("a", 2, "success", {20, 21, 29})});
  CHECK_FALSE(all.executions[1].re_run);
  CHECK(all.did_run());
  CHECK_FALSE(history({job("a", 1, "skipped", {0, 0, 0})}).did_run());
}

TEST_CASE("a job reaches a runner when it begins") {
  Execution execution;
  auto waiting = job("a", 1, "", {0, 0, 0});
  waiting.status = "queued";
  waiting.runner_name.clear();
  execution.job = &waiting;
  CHECK_FALSE(reached_a_runner(execution));
  waiting.status = "completed"; // cancelled in the queue
  execution.outcome = RunOutcome::cancelled;
  CHECK_FALSE(reached_a_runner(execution));
  waiting.status = "in_progress";
  waiting.runner_name = "runner 1";
  CHECK(reached_a_runner(execution));
  waiting.runner_name.clear(); // older answers name no runner
  waiting.steps.push_back(step("Set up job", 0, 1));
  CHECK(reached_a_runner(execution));
  execution.outcome = RunOutcome::skipped;
  CHECK_FALSE(reached_a_runner(execution));
}

} // namespace tidegate::analysis
