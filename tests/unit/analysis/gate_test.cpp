// SPDX-License-Identifier: Apache-2.0
#include "analysis/gate.hpp"
#include "unit/analysis/build_for_gate.hpp"
#include "unit/analysis/metric_series.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using model::Status;
using test::build_of;
using test::history_of;

namespace {

analysis::BuildPast after(const std::vector<double>& seconds) {
  return {.history = history_of(seconds)};
}

model::Policy strict_policy() {
  model::Policy policy;
  policy.mode = model::GateMode::sigma;
  policy.max_build_time = Seconds(10);
  policy.max_image_size = 100;
  policy.min_cache_hit_ratio = 0.5;
  policy.min_health = 80;
  return policy;
}

model::Build bad_build() {
  auto build = build_of(240);
  build.image.size_bytes = 101;
  build.cache.hit_ratio = 0.1;
  return build;
}

} // namespace

TEST_CASE("all rules of the policy judge, in a fixed order") {
  const auto verdicts = analysis::judge(bad_build(), after({1, 1, 1, 1, 1}), strict_policy());
  REQUIRE(verdicts.size() == 5);
  CHECK(verdicts[0].rule == "max-build-time");
  CHECK(verdicts[1].rule == "max-image-size");
  CHECK(verdicts[2].rule == "min-cache-hit-ratio");
  CHECK(verdicts[3].rule == "min-health");
  CHECK(verdicts[4].rule == "sigma");
  for (const auto& verdict : verdicts) {
    CHECK(verdict.status == Status::fail);
    CHECK_FALSE(verdict.reason.empty());
  }
}

TEST_CASE("on-fail warn turns failures into warnings and nothing else") {
  auto policy = strict_policy();
  policy.on_fail = model::OnFail::warn;
  auto build = bad_build();
  build.image.size_bytes.reset();
  build.cache.hit_ratio = 0.9;
  const auto verdicts = analysis::judge(build, after({}), policy);
  REQUIRE(verdicts.size() == 5);
  CHECK(verdicts[0].status == Status::warn);
  CHECK(verdicts[1].status == Status::inconclusive);
  CHECK(verdicts[2].status == Status::pass);
  CHECK(verdicts[3].status == Status::warn);
  CHECK(verdicts[4].status == Status::learning);
}

TEST_CASE("a build that failed or was cancelled is not judged") {
  auto build = bad_build();
  for (const auto outcome : {model::Outcome::failure, model::Outcome::canceled}) {
    build.outcome = outcome;
    CHECK(analysis::judge(build, after({1, 1, 1, 1, 1}), strict_policy()).empty());
  }
}

TEST_CASE("without budgets and with the mode off there is nothing to judge") {
  model::Policy policy;
  policy.mode = model::GateMode::off;
  CHECK(analysis::judge(bad_build(), after({1, 1, 1, 1, 1}), policy).empty());
}

TEST_CASE("the health budget is about the score that is judged over time, where there is one") {
  model::Policy policy = strict_policy();
  auto past = after({});
  past.metrics.push_back({.now = test::new_value(93.5, {.kind = model::MetricKind::health_score})});
  const auto verdicts = analysis::judge(bad_build(), past, policy);
  REQUIRE(verdicts[3].rule == "min-health");
  CHECK(verdicts[3].status == Status::pass);
  CHECK(verdicts[3].measured == 93.5);
  CHECK(verdicts[3].reason == "health score is 93.5, at least 80.0 wanted (min-health)");
}

TEST_CASE("by default each metric is judged by its own past") {
  auto past = after({});
  past.metrics.push_back({.now = test::new_value(10)});
  past.metrics.push_back({.now = test::new_value(1e8, {.kind = model::MetricKind::image_size})});
  past.metrics.push_back({.now = test::new_value(9, {.kind = model::MetricKind::ci_queue})});
  const auto verdicts = analysis::judge(build_of(10), past, {});
  REQUIRE(verdicts.size() == 2); // the queue is not judged
  CHECK(verdicts[0].metric == "build-time");
  CHECK(verdicts[1].metric == "image-size");
  for (const auto& verdict : verdicts) {
    CHECK(verdict.rule == "prediction");
    CHECK(verdict.status == Status::learning);
  }
}

TEST_CASE("a build that measured nothing, or has no readable past, is never silently green") {
  auto build = build_of(10);
  const auto nothing = analysis::judge(build, {}, {});
  REQUIRE(nothing.size() == 1);
  CHECK(nothing[0].status == Status::inconclusive);
  CHECK_FALSE(nothing[0].reason.empty());
  analysis::BuildPast unread{.history = {.available = false, .problem = "it is damaged"}};
  unread.metrics.push_back({.now = test::new_value(10)});
  const auto blind = analysis::judge(build, unread, {});
  REQUIRE(blind.size() == 1);
  CHECK(blind[0].status == Status::inconclusive);
  CHECK(blind[0].measured == 10);
  CHECK(blind[0].reason == "the history could not be read: it is damaged");
  model::Policy strict;
  strict.on_inconclusive = model::OnFail::fail;
  CHECK(analysis::judge(build, unread, strict)[0].status == Status::fail);
}

namespace {

analysis::BuildPast slow_past(model::Metric metric) {
  auto past = after({});
  past.metrics.push_back({.now = test::new_value(124, std::move(metric)),
                          .past = test::past_of(test::noisy(60, 100, .03))});
  past.metrics[0].now.again = 124;
  return past;
}

} // namespace

TEST_CASE("a regression that begins with the build names the build") {
  auto build = build_of(124);
  build.run.sha = "abc1234def";
  const auto verdicts = analysis::judge(build, slow_past({}), {});
  REQUIRE(verdicts.size() == 1);
  CHECK(verdicts[0].status == Status::fail);
  REQUIRE(verdicts[0].since);
  CHECK(verdicts[0].since->event_id == "01JD");
  CHECK(verdicts[0].since->sha == "abc1234def");
}

TEST_CASE("a slow step is a warning, and worth no other build while it is not sure") {
  auto past = slow_past({.kind = model::MetricKind::step_time, .part = "build: RUN make"});
  CHECK(analysis::judge(build_of(124), past, {})[0].status == Status::warn);
  past.metrics[0].now.again.reset();
  const auto unsure = analysis::judge(build_of(124), past, {});
  CHECK(unsure[0].status == Status::pass);
  CHECK_FALSE(unsure[0].measure_again);
}

TEST_CASE("metrics that only warn do not make those that fail blinder") {
  auto past = slow_past({});
  const double alone = analysis::judge(build_of(124), past, {})[0].evidence->limit;
  for (int i = 0; i < 40; ++i) {
    past.metrics.push_back({.now = test::new_value(3, {.kind = model::MetricKind::step_time})});
  }
  CHECK(analysis::judge(build_of(124), past, {})[0].evidence->limit == alone);
  past.metrics.push_back({.now = test::new_value(3, {.kind = model::MetricKind::image_size})});
  CHECK(analysis::judge(build_of(124), past, {})[0].evidence->limit > alone);
}

TEST_CASE("a metric that vanished is told, unless it was missing before or may be missing") {
  using model::MetricKind;
  auto past = slow_past({});
  const std::vector<model::MetricValue> full{{.metric = {}, .value = 1},
                                             {.metric = {.kind = MetricKind::image_size}},
                                             {.metric = {.kind = MetricKind::cache_hit_ratio}},
                                             {.metric = {.kind = MetricKind::step_time}}};
  past.before = {full, full};
  const auto verdicts = analysis::judge(build_of(124), past, {});
  REQUIRE(verdicts.size() == 3);
  CHECK(verdicts[1].metric == "image-size");
  CHECK(verdicts[1].status == Status::warn);
  CHECK(verdicts[1].news == "vanished: the 2 builds before had it, and this build has not");
  CHECK(verdicts[2].metric == "cache-hit-ratio");
  CHECK(verdicts[2].status == Status::pass);
  past.before.push_back({});
  CHECK(analysis::judge(build_of(124), past, {}).size() == 1);
}
