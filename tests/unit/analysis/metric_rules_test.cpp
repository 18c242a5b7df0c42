// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_rules.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace tidegate;
using analysis::metric_rule;
using model::MetricKind;
using model::OnFail;

TEST_CASE("by default build time and image size fail, the queue is told, the rest warns") {
  const model::Policy policy;
  for (const auto kind : {MetricKind::build_time, MetricKind::image_size}) {
    CHECK(metric_rule(policy, kind, 1).on_fail == OnFail::fail);
    CHECK(metric_rule(policy, kind, 1).judged);
  }
  for (const auto kind : {MetricKind::cache_transfer,
                          MetricKind::stage_time,
                          MetricKind::step_time,
                          MetricKind::cache_hit_ratio,
                          MetricKind::health_score,
                          MetricKind::ci_duration,
                          MetricKind::ci_success_rate}) {
    CAPTURE(model::to_text(kind));
    CHECK(metric_rule(policy, kind, 1).on_fail == OnFail::warn);
    CHECK(metric_rule(policy, kind, 1).judged);
  }
  CHECK_FALSE(metric_rule(policy, MetricKind::ci_queue, 1).judged);
}

TEST_CASE("each unit has a least amount that counts") {
  const model::Policy policy;
  CHECK(metric_rule(policy, MetricKind::build_time, 1).rule.floor_absolute == 1);
  CHECK(metric_rule(policy, MetricKind::step_time, 1).rule.floor_absolute == .5);
  CHECK(metric_rule(policy, MetricKind::image_size, 1).rule.floor_absolute == 1e6);
  CHECK(metric_rule(policy, MetricKind::cache_hit_ratio, 1).rule.floor_absolute == .02);
  CHECK(metric_rule(policy, MetricKind::health_score, 1).rule.floor_absolute == 2);
}

TEST_CASE("where more is better a drop by 5 % of what is judged counts") {
  const auto rule = metric_rule({}, MetricKind::health_score, 1).rule;
  CHECK(rule.floor == doctest::Approx(std::log(1.05)));
  CHECK(metric_rule({}, MetricKind::build_time, 1).rule.floor == model::SeriesRule{}.floor);
}

TEST_CASE("what the policy says of a metric is used, of that one alone") {
  model::Policy policy;
  policy.metrics[MetricKind::step_time] = {.judged = true,
                                           .on_fail = OnFail::fail,
                                           .profile = model::SeriesProfile::strict,
                                           .floor = .25,
                                           .floor_absolute = 3,
                                           .min_samples = 40};
  const auto step = metric_rule(policy, MetricKind::step_time, 1);
  CHECK(step.on_fail == OnFail::fail);
  CHECK(step.rule.plain == model::series_rule(model::SeriesProfile::strict).plain);
  CHECK(step.rule.floor == doctest::Approx(std::log(1.25)));
  CHECK(step.rule.floor_absolute == 3);
  CHECK(step.rule.least_samples == 40);
  const auto build = metric_rule(policy, MetricKind::build_time, 1);
  CHECK(build.rule.least_samples == model::SeriesRule{}.least_samples);
  CHECK(build.rule.floor == model::SeriesRule{}.floor);
}

TEST_CASE("a metric that only warns never fails, nor does any where the policy only warns") {
  model::Policy policy;
  policy.on_creep = OnFail::fail;
  policy.on_inconclusive = OnFail::fail;
  CHECK(metric_rule(policy, MetricKind::build_time, 1).on_creep == OnFail::fail);
  CHECK(metric_rule(policy, MetricKind::build_time, 1).on_inconclusive == OnFail::fail);
  CHECK(metric_rule(policy, MetricKind::step_time, 1).on_creep == OnFail::warn);
  policy.on_fail = OnFail::warn;
  const auto rule = metric_rule(policy, MetricKind::build_time, 1);
  CHECK(rule.on_fail == OnFail::warn);
  CHECK(rule.on_creep == OnFail::warn);
  CHECK(rule.on_inconclusive == OnFail::warn);
}

TEST_CASE("the more metrics are judged together, the further each must be off") {
  const model::Policy policy;
  const auto alone = metric_rule(policy, MetricKind::build_time, 1).rule;
  const auto ten = metric_rule(policy, MetricKind::build_time, 10).rule;
  CHECK(ten.plain.limit == doctest::Approx(4.34).epsilon(.005));
  CHECK(ten.plain.limit > alone.plain.limit);
  CHECK(ten.tidy.limit > alone.tidy.limit);
  CHECK(ten.ugly.limit > alone.ugly.limit);
}

TEST_CASE("fewer samples than the statistics need are not accepted, nor more than the window") {
  model::Policy policy;
  policy.metrics[MetricKind::build_time].min_samples = 2;
  CHECK(metric_rule(policy, MetricKind::build_time, 1).rule.least_samples == 15);
  policy.metrics[MetricKind::build_time].min_samples = 100000;
  CHECK(metric_rule(policy, MetricKind::build_time, 1).rule.least_samples == 200);
}
