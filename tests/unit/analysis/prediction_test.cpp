// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"
#include "unit/analysis/metric_series.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace tidegate;
using analysis::judge_value;
using model::MetricKind;
using model::Status;
using test::new_value;
using test::noisy;
using test::past_of;

namespace {

analysis::MetricRule rule_of(MetricKind kind, const model::Policy& policy = {}) {
  return analysis::metric_rule(policy, kind, 1);
}

const analysis::MetricRule& time_rule() {
  static const auto rule = rule_of(MetricKind::build_time);
  return rule;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

analysis::NewValue slow_value(double value) {
  auto slow = new_value(value, {}, "build from 3");
  slow.again = value * .99;
  return slow;
}

} // namespace

TEST_CASE("the first build of a series is learning, and says so") {
  const auto verdict = judge_value(new_value(81), {}, time_rule());
  CHECK(verdict.status == Status::learning);
  CHECK(verdict.metric == "build-time");
  CHECK(verdict.rule == "prediction");
  CHECK(verdict.samples == 0);
  CHECK(verdict.samples_wanted == 15);
  CHECK(verdict.measured == 81);
  CHECK_FALSE(verdict.limit);
  CHECK(verdict.reason == "build took 1m 21s; learning 0 of 15: the first of its kind");
}

TEST_CASE("while it learns, a verdict tells what there is so far") {
  const auto verdict =
      judge_value(new_value(81, {}, "build from 3"), past_of({70, 90, 80}), time_rule());
  CHECK(verdict.status == Status::learning);
  CHECK(verdict.reason
        == "build took 1m 21s; learning 3 of 15: 3 builds that executed the same steps (build from "
           "3) so far, from 1m 10s to 1m 30s");
}

TEST_CASE("an ordinary value passes, with what it was compared with and the limit") {
  const auto verdict =
      judge_value(new_value(101, {}, "build from 3"), past_of(noisy(60, 100, .03)), time_rule());
  CHECK(verdict.status == Status::pass);
  REQUIRE(verdict.evidence);
  REQUIRE(verdict.limit);
  CHECK(*verdict.limit == doctest::Approx(verdict.evidence->centre * 1.1).epsilon(.02));
  CHECK(has(verdict.reason, "against the usual 1m 40s of 56 builds that executed the same steps"));
  CHECK(has(verdict.reason, "expected "));
  CHECK(has(verdict.reason, "limit +10 % ("));
  CHECK_FALSE(verdict.since);
}

TEST_CASE("a slow build is worth another measurement, and inconclusive without one") {
  auto slow = new_value(124);
  const auto past = past_of(noisy(60, 100, .03));
  const auto alone = judge_value(slow, past, time_rule());
  CHECK(alone.status == Status::inconclusive);
  CHECK(alone.measure_again);
  CHECK(has(alone.reason, "one measurement alone proves nothing"));
  slow.again = 100;
  const auto denied = judge_value(slow, past, time_rule());
  CHECK(denied.status == Status::inconclusive);
  CHECK_FALSE(denied.measure_again);
  CHECK(has(denied.reason, "does not bear it out"));
}

TEST_CASE("a second measurement that is as slow is not said to deny the first") {
  auto values = noisy(60, 100, .03);
  for (const std::size_t at : {20U, 30U, 40U}) {
    values[at] = 180; // it had spikes, so one build alone is not red
  }
  const auto verdict = judge_value(slow_value(150), past_of(values), time_rule());
  CHECK(verdict.status == Status::inconclusive);
  CHECK(has(verdict.reason, "bears it out, but single builds were far off before"));
  CHECK_FALSE(has(verdict.reason, "does not bear it out"));
}

TEST_CASE("a slow build that is slow again is red, with the effect and the chance in words") {
  const auto verdict = judge_value(slow_value(124), past_of(noisy(60, 100, .03)), time_rule());
  CHECK(verdict.status == Status::fail);
  CHECK(has(verdict.reason, "build took 2m 04s, measured again 2m 03s: +2"));
  CHECK(has(verdict.reason, "less than once in 10,000 unchanged builds by chance"));
  CHECK(has(verdict.reason, "red since this one"));
  REQUIRE(verdict.since);
  CHECK(verdict.since->builds_ago == 0);
  CHECK(verdict.since->sha.empty());
  CHECK(verdict.samples == 56);
}

TEST_CASE("a metric that only warns is never more than a warning") {
  model::Policy policy;
  policy.on_fail = model::OnFail::warn;
  const auto verdict = judge_value(
      slow_value(124), past_of(noisy(60, 100, .03)), rule_of(MetricKind::build_time, policy));
  CHECK(verdict.status == Status::warn);
}

namespace {

// Four slow builds after sixty; the first of them was measured again.
model::MetricPast with_regression() {
  auto values = noisy(60, 100, .03);
  values.insert(values.end(), {124, 125, 123, 124});
  auto past = past_of(values);
  past.points[60].again = 124.5;
  return past;
}

} // namespace

TEST_CASE("a regression stays red, and names the commit that it began with") {
  const auto verdict = judge_value(new_value(125), with_regression(), time_rule());
  CHECK(verdict.status == Status::fail);
  REQUIRE(verdict.since);
  CHECK(verdict.since->event_id == "e60");
  CHECK(verdict.since->at == test::hour(60));
  CHECK(verdict.since->builds_ago == 4);
  CHECK(has(verdict.reason, "red since commit 1000060, 4 builds ago"));
  CHECK(has(verdict.reason, ": 1 for the new level"));
  CHECK(verdict.evidence->left_out.alerting >= 4);
}

TEST_CASE("a fix closes the regression, and is told") {
  auto past = with_regression();
  // the odds for the new level have piled up: it takes some builds
  model::Verdict verdict;
  for (int i = 0; i < 8 && verdict.news.empty(); ++i) {
    verdict = judge_value(new_value(100), past, time_rule());
    past.points.push_back({.at = test::hour(static_cast<int>(past.points.size())), .value = 100});
  }
  CHECK(verdict.status == Status::pass);
  CHECK(verdict.news == "fixed: the regression since 1000060 is over");
  CHECK_FALSE(verdict.since);
}

TEST_CASE("an accepted level is the usual one from then on, and its builds are gated at once") {
  auto past = with_regression();
  past.accepted.push_back({.at = test::hour(63) + std::chrono::minutes(30), .actor = "ann"});
  const auto usual = judge_value(new_value(125), past, time_rule());
  CHECK(usual.status == Status::pass);
  CHECK(usual.samples == 64); // those before came along with the level
  CHECK(usual.evidence->centre == doctest::Approx(124).epsilon(.02));
  CHECK(judge_value(slow_value(155), past, time_rule()).status == Status::fail);
}

TEST_CASE("what was accepted on a branch is accepted when it is merged, and no more than that") {
  auto past = past_of(noisy(60, 100, .03));
  past.accepted.push_back({.at = test::hour(59) + std::chrono::minutes(30),
                           .metric = "build-time",
                           .reason = "new compiler",
                           .actor = "ann",
                           .after = 124});
  const auto merged = judge_value(slow_value(126), past, time_rule());
  CHECK(merged.status == Status::pass);
  CHECK_FALSE(merged.since);
  CHECK(merged.news == "accepted by ann: new compiler");
  const auto unsure = judge_value(new_value(124), past, time_rule());
  CHECK(unsure.status == Status::pass);
  CHECK_FALSE(unsure.measure_again);
  CHECK(judge_value(slow_value(150), past, time_rule()).status == Status::fail);
  auto late = slow_value(126);
  late.at = test::hour(60) + std::chrono::days(31);
  CHECK(judge_value(late, past, time_rule()).status == Status::fail); // it was never merged
  past.accepted.front().metric = "step-time"; // the level of one step is not that of all
  CHECK(judge_value(slow_value(126), past, time_rule()).status == Status::fail);
}

TEST_CASE("a level that was accepted on a branch is the usual one once it came") {
  auto values = noisy(60, 100, .03);
  values.insert(values.end(), {124, 125});
  auto past = past_of(values);
  past.points[60].again = 124.5;
  past.accepted.push_back(
      {.at = test::hour(59) + std::chrono::minutes(30), .metric = "build-time", .after = 124});
  CHECK(judge_value(new_value(125), past, time_rule()).status == Status::pass);
  const auto worse = judge_value(slow_value(155), past, time_rule());
  CHECK(worse.status == Status::fail);
  CHECK(worse.since->builds_ago == 0);
}

TEST_CASE("an acceptance takes effect at its time") {
  auto past = with_regression();
  past.accepted.push_back({.at = test::hour(59), .actor = "ann"}); // before the builds were slow
  CHECK(judge_value(slow_value(125), past, time_rule()).status == Status::fail);
}

TEST_CASE("an acceptance after the build takes its red away, and says who and why") {
  auto past = past_of(noisy(60, 100, .03));
  past.accepted.push_back(
      {.at = test::hour(61), .reason = "bigger\n\x1b[31m image", .actor = "ann"});
  auto value = slow_value(124);
  value.at = test::hour(60);
  const auto verdict = judge_value(value, past, time_rule());
  CHECK(verdict.status == Status::pass);
  CHECK(has(verdict.news, "accepted by ann: bigger"));
  CHECK_FALSE(has(verdict.news, "\n"));
  CHECK_FALSE(has(verdict.news, "\x1b"));
  value.at = test::hour(62);
  CHECK(judge_value(value, past, time_rule()).status == Status::fail);
}

TEST_CASE("faster for good is told once, with the usual value of now") {
  auto values = noisy(60, 100, .03);
  const auto fast = noisy(30, 70, .02);
  std::string news;
  int told = 0;
  for (const double value : fast) {
    const auto verdict = judge_value(new_value(value), past_of(values), time_rule());
    told += verdict.news.empty() ? 0 : 1;
    news += verdict.news;
    values.push_back(value);
  }
  CHECK(told == 1);
  CHECK(has(news, "faster for good: the usual value is now 1m "));
}

TEST_CASE("a slow rise is told as creeping; a policy may fail on it as long as it lasts") {
  std::vector<double> values = noisy(60, 100, .03);
  for (int i = 0; i < 200; ++i) {
    values.push_back(100 * std::exp(.0016 * i) * (1 + .02 * ((i * 7) % 5 - 2) / 2));
  }
  model::Policy strict;
  strict.on_creep = model::OnFail::fail;
  const auto failing = rule_of(MetricKind::build_time, strict);
  int warned = 0;
  int told = 0;
  model::Verdict last;
  for (std::size_t count = 150; count < values.size(); ++count) {
    const auto past = past_of({values.begin(), values.begin() + static_cast<long>(count)});
    last = judge_value(new_value(values[count]), past, time_rule());
    const bool creeping = has(last.news, "creeping: +");
    told += creeping ? 1 : 0;
    if (creeping && last.status == Status::warn) {
      ++warned;
      CHECK(judge_value(new_value(values[count]), past, failing).status == Status::fail);
    }
  }
  CHECK(warned == 1);
  CHECK(told > 5);
  const auto past = past_of({values.begin(), values.end() - 1});
  CHECK(judge_value(new_value(values.back()), past, failing).status == Status::fail);
}

TEST_CASE("of health and shares more is better: a drop is red, a rise is not") {
  const auto kind = MetricKind::health_score;
  model::Policy policy;
  policy.metrics[kind].on_fail = model::OnFail::fail;
  const auto rule = rule_of(kind, policy);
  const auto past = past_of(noisy(60, 90, .01));
  auto worse = new_value(70, {.kind = kind});
  worse.again = 70;
  const auto red = judge_value(worse, past, rule);
  CHECK(red.status == Status::fail);
  CHECK(red.unit == model::Unit::points);
  CHECK(*red.limit < 90);
  CHECK(*red.limit > 70);
  CHECK(red.evidence->measured == doctest::Approx(70));
  CHECK(red.evidence->centre == doctest::Approx(90).epsilon(.01));
  CHECK(red.evidence->expected_low < red.evidence->expected_high);
  CHECK(has(red.reason, "health score is 70.0 points"));
  CAPTURE(red.reason);
  CHECK(has(red.reason, ": -19.9 points against the usual 89.9 points of 56 builds; expected"));
  CHECK(judge_value(new_value(100, {.kind = kind}), past, rule).status == Status::pass);
  CHECK(judge_value(new_value(0, {.kind = MetricKind::cache_hit_ratio}), {}, rule).status
        == Status::learning); // nothing came from the cache: a value like others
}

TEST_CASE("no limit and no expectation is one that no value can have") {
  for (const double usual : {0.0, 1.0}) {
    const auto kind = MetricKind::cache_hit_ratio;
    const auto verdict = judge_value(
        new_value(usual, {.kind = kind}), past_of(std::vector<double>(60, usual)), rule_of(kind));
    REQUIRE(verdict.limit);
    CHECK(*verdict.limit >= 0);
    CHECK(verdict.evidence->expected_low >= 0);
    CHECK(verdict.evidence->expected_high <= 1);
    CHECK_FALSE(has(verdict.reason, "limit -10.0 percentage points (-10.0 %)"));
  }
}

TEST_CASE("values as far apart as numbers can be have finite evidence and a short reason") {
  std::vector<double> values;
  for (int i = 0; i < 60; ++i) {
    values.push_back(i % 2 == 0 ? 1e302 : 1e-298);
  }
  const auto verdict = judge_value(new_value(1e302), past_of(values), time_rule());
  REQUIRE(verdict.evidence);
  CHECK(std::isfinite(verdict.limit.value_or(HUGE_VAL)));
  CHECK(std::isfinite(verdict.evidence->expected_high));
  CHECK(std::isfinite(verdict.evidence->spread));
  CHECK(std::isfinite(verdict.evidence->smallest_visible_step));
  CHECK_FALSE(has(verdict.reason, "nan"));
  CHECK(verdict.reason.size() < 500);
}

TEST_CASE("what is no usable value is inconclusive, never a pass") {
  const auto past = past_of(noisy(60, 100, .03));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double value : {nan, HUGE_VAL, -HUGE_VAL, 0.0, -3.0}) {
    const auto verdict = judge_value(new_value(value), past, time_rule());
    CHECK(verdict.status == Status::inconclusive);
    CHECK_FALSE(verdict.measured);
    CHECK_FALSE(verdict.reason.empty());
  }
  model::Policy policy;
  policy.on_inconclusive = model::OnFail::fail;
  CHECK(judge_value(new_value(nan), past, rule_of(MetricKind::build_time, policy)).status
        == Status::fail);
  CHECK(judge_value(new_value(101, {.kind = MetricKind::health_score}),
                    past,
                    rule_of(MetricKind::health_score))
            .status
        == Status::inconclusive); // better than the best
}

TEST_CASE("what is no usable value in the past is skipped, and counted") {
  auto values = noisy(60, 100, .03);
  values[3] = std::numeric_limits<double>::quiet_NaN();
  values[9] = 0;
  values[30] = -5;
  values[40] = HUGE_VAL;
  const auto verdict = judge_value(new_value(101), past_of(values), time_rule());
  CHECK(verdict.status == Status::pass);
  CHECK(verdict.samples == 52);
  CHECK(verdict.evidence->left_out.invalid == 4);
  auto slow = slow_value(124);
  slow.again = std::numeric_limits<double>::quiet_NaN();
  CHECK(judge_value(slow, past_of(values), time_rule()).measure_again); // that was none
}

TEST_CASE("a point that came twice counts once, and unordered ones are put in order") {
  auto past = past_of(noisy(20, 100, .03));
  const auto once = judge_value(new_value(101), past, time_rule());
  auto twice = past;
  twice.points.insert(twice.points.end(), past.points.begin(), past.points.end());
  CHECK(judge_value(new_value(101), twice, time_rule()) == once);
  std::ranges::reverse(twice.points);
  CHECK(judge_value(new_value(101), twice, time_rule()) == once);
}

TEST_CASE("builds of an unknown machine are learning, those of known ones are compared") {
  auto past = past_of(noisy(60, 100, .03));
  for (auto& point : past.points) {
    point.host = "EPYC 7763, 4";
  }
  auto value = new_value(124);
  value.host = "Xeon 8370C, 4";
  const auto verdict = judge_value(value, past, time_rule());
  CHECK(verdict.status == Status::learning);
  CHECK(verdict.samples == 0);
  CHECK(verdict.samples_wanted == 5);
  CHECK(has(verdict.reason, "on this machine"));
}

TEST_CASE("names of steps are shown in one printable line") {
  const model::Metric metric{.kind = MetricKind::step_time,
                             .part = "build: RUN a\n::error::\x1b[2J"};
  const auto verdict = judge_value(new_value(5, metric), {}, rule_of(MetricKind::step_time));
  CHECK_FALSE(has(verdict.reason, "\n"));
  CHECK_FALSE(has(verdict.reason, "\x1b"));
}
