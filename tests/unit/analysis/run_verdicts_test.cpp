// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_verdicts.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace tidegate::analysis {
namespace {

using model::Status;

// Newest first, an hour apart; `failed` of the newest 20 and every tenth of those before failed.
std::vector<model::PastRun> history(int count, int failed, int slow = 0) {
  std::vector<model::PastRun> runs;
  for (int i = 0; i < count; ++i) {
    const bool passed = i < 20 ? i == 0 || i > failed : i % 10 != 0;
    const double seconds = i < slow ? 900 + i : 300 + i * 7 % 11;
    runs.push_back({.id = 1000 - i,
                    .workflow = "CI",
                    .sha = "abc",
                    .created = Time(std::chrono::hours(10'000 - i)),
                    .decided = true,
                    .passed = passed,
                    .duration = Seconds(seconds),
                    .queued = Seconds(3)});
  }
  return runs;
}

const model::Verdict* find(const std::vector<model::Verdict>& verdicts, const std::string& metric) {
  const auto found = std::ranges::find(verdicts, metric, &model::Verdict::metric);
  return found == verdicts.end() ? nullptr : &*found;
}

model::Verdict verdict(const std::vector<model::PastRun>& runs,
                       const std::string& metric,
                       const model::Policy& policy = {}) {
  const auto verdicts = run_verdicts(runs, policy);
  const auto* const found = find(verdicts, metric);
  REQUIRE(found != nullptr);
  return *found;
}

} // namespace

TEST_CASE("runs that are as usual pass, time and success rate alike") {
  const auto runs = history(120, 2);
  CHECK(verdict(runs, "ci-duration CI").status == Status::pass);
  const auto rate = verdict(runs, "ci-success-rate CI");
  CHECK(rate.status == Status::pass);
  CHECK(rate.rule == "fisher");
  CHECK(rate.measured == 0.9);
  CHECK(rate.samples == 100);
  CHECK(rate.limit.value() < 0.9);
  CHECK(rate.reason.find("18 of the last 20 runs of CI succeeded, 90 of the 100 before")
        != std::string::npos);
}

TEST_CASE("more failures than chance explains are a warning, or fail where the policy says so") {
  const auto runs = history(120, 10);
  const auto rate = verdict(runs, "ci-success-rate CI");
  CHECK(rate.status == Status::warn);
  CHECK(rate.measured.value() < rate.limit.value());
  CHECK(rate.reason.find("by chance alone") != std::string::npos);
  model::Policy policy;
  policy.metrics[model::MetricKind::ci_success_rate].on_fail = model::OnFail::fail;
  CHECK(verdict(runs, "ci-success-rate CI", policy).status == Status::fail);
  policy.on_fail = model::OnFail::warn;
  CHECK(verdict(runs, "ci-success-rate CI", policy).status == Status::warn);
}

TEST_CASE("few runs are learning, whatever they came to") {
  CHECK(verdict(history(39, 15), "ci-success-rate CI").status == Status::learning);
  CHECK(verdict(history(10, 0, 4), "ci-duration CI").status == Status::learning);
  CHECK(run_verdicts({}, {}).empty());
}

TEST_CASE("runs that take far longer are told with the run that it began with, one alone is not") {
  CHECK(verdict(history(120, 0, 1), "ci-duration CI").status == Status::pass);
  const auto slow = verdict(history(120, 0, 4), "ci-duration CI");
  CHECK(slow.status == Status::warn);
  CHECK_FALSE(slow.measure_again);
  REQUIRE(slow.since);
  CHECK(slow.since->sha == "abc");
  CHECK(slow.since->builds_ago > 0);
}

TEST_CASE("the queue is judged only where the policy asks for it") {
  const auto runs = history(120, 0);
  CHECK(find(run_verdicts(runs, {}), "ci-queue CI") == nullptr);
  model::Policy policy;
  policy.metrics[model::MetricKind::ci_queue].judged = true;
  CHECK(verdict(runs, "ci-queue CI", policy).status == Status::pass);
  policy.metrics[model::MetricKind::ci_success_rate].judged = false;
  CHECK(find(run_verdicts(runs, policy), "ci-success-rate CI") == nullptr);
  policy.mode = model::GateMode::sigma;
  CHECK(run_verdicts(runs, policy).empty());
}

} // namespace tidegate::analysis
