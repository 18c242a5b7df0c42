// SPDX-License-Identifier: Apache-2.0
#include "analysis/log_backtest.hpp"
#include "unit/analysis/metric_series.hpp"

#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::analysis {
namespace {

using Indices = std::vector<std::size_t>;

// Thirty builds of 100, then a level of 130 for so many, each measured twice; then 100 again.
model::MetricPast step(std::size_t slow, std::size_t after) {
  auto values = test::noisy(30, 100, .02);
  for (const double value : test::noisy(slow, 130, .02)) {
    values.push_back(value);
  }
  for (const double value : test::noisy(after, 100, .02)) {
    values.push_back(value);
  }
  auto past = test::past_of(values);
  for (auto& point : past.points) {
    point.again = point.value;
  }
  return past;
}

MetricSeriesPast series(model::MetricPast past, model::Metric metric = {}) {
  return {.series = {.thing = {}, .metric = std::move(metric), .situation = {}},
          .past = std::move(past)};
}

model::MetricBacktest only(std::vector<model::MetricBacktest> told) {
  REQUIRE(told.size() == 1);
  return told.front();
}

model::MetricBacktest
backtest_one(model::MetricPast past, Time since = {}, const model::Policy& policy = {}) {
  return only(backtest_thing({series(std::move(past))}, policy, {.since = since}));
}

} // namespace

TEST_CASE("a regression of the own past is told with its commits, its size and that it is open") {
  const auto told = backtest_one(step(4, 0));
  CHECK(told.outcome.red == Indices{30, 31, 32, 33});
  CHECK(told.outcome.learning == 15);
  CHECK(told.outcome.judged == 19);
  CHECK(told.red_fails);
  REQUIRE(told.episodes.size() == 1);
  const auto& episode = told.episodes.front();
  CHECK(episode.first == 30);
  CHECK(episode.last == 33);
  CHECK(episode.builds == 4);
  CHECK(episode.end == model::RegressionEnd::open);
  CHECK(episode.first_sha == "1000030abcdef");
  CHECK(episode.last_at == test::hour(33));
  CHECK(told.red_commits.front() == "1000030abcdef");
  CHECK(told.red_commits.back() == "1000033abcdef");
  CHECK(episode.usual.value_or(0) == doctest::Approx(100).epsilon(.02));
  CHECK(episode.level.value_or(0) == doctest::Approx(130).epsilon(.03));
}

TEST_CASE("a regression that went away is fixed, one that was accepted is accepted") {
  CHECK(backtest_one(step(4, 5)).episodes.front().end == model::RegressionEnd::fixed);
  auto past = step(4, 0);
  past.accepted = {{.event_id = "a", .at = test::hour(32) + std::chrono::minutes(1)}};
  auto told = backtest_one(past);
  CHECK(told.outcome.red == Indices{30, 31, 32});
  REQUIRE(told.episodes.size() == 1);
  CHECK(told.episodes.front().end == model::RegressionEnd::accepted);
  past.accepted = {{.event_id = "a", .at = test::hour(1000)}}; // after the last build
  told = backtest_one(past);
  CHECK(told.outcome.red == Indices{30, 31, 32, 33});
  CHECK(told.episodes.front().end == model::RegressionEnd::accepted);
}

TEST_CASE("what came before the span is learned from, and not told") {
  const auto told = backtest_one(step(6, 0), test::hour(34));
  CHECK(told.outcome.points == 2);
  CHECK(told.outcome.learning == 0);
  CHECK(told.outcome.red == Indices{34, 35});
  REQUIRE(told.episodes.size() == 1);
  CHECK(told.episodes.front().first == 30);
  CHECK(told.episodes.front().builds == 6);
  CHECK(backtest_one(step(4, 10), test::hour(40)).episodes.empty());
  CHECK(backtest_thing({series(step(4, 0))}, {}, {.since = test::hour(40)}).empty());
}

TEST_CASE("a build that was measured once is inconclusive, or confirmed by the next one") {
  auto past = step(1, 1);
  for (auto& point : past.points) {
    point.again.reset();
  }
  const auto told = backtest_one(past);
  CHECK(told.outcome.red.empty());
  CHECK(told.outcome.inconclusive == Indices{30});
  REQUIRE(told.doubtful.size() == 1);
  CHECK(told.doubtful.front().sha == "1000030abcdef");
  CHECK(told.doubtful.front().at == test::hour(30));

  auto longer = step(3, 0);
  for (auto& point : longer.points) {
    point.again.reset();
  }
  CHECK(backtest_one(longer).outcome.red.front() == 31);
  CHECK(only(backtest_thing({series(longer)}, {}, {.since = {}, .confirm_with_next = true}))
            .outcome.red.front()
        == 30);
  longer.points[31].host = "another machine";
  CHECK(only(backtest_thing({series(longer)}, {}, {.since = {}, .confirm_with_next = true}))
            .outcome.red.empty());
}

TEST_CASE("the policy says what is judged, and what a red build does") {
  model::Policy policy;
  policy.metrics[model::MetricKind::build_time] = {.judged = false};
  CHECK(backtest_thing({series(step(4, 0))}, policy, {.since = {}}).empty());
  policy.metrics[model::MetricKind::build_time] = {.floor = .5};
  CHECK(backtest_one(step(4, 0), {}, policy).outcome.red.empty());
  policy.metrics[model::MetricKind::build_time] = {.on_fail = model::OnFail::warn};
  CHECK_FALSE(backtest_one(step(4, 0), {}, policy).red_fails);
  auto once = step(1, 1);
  once.points[30].again.reset();
  CHECK(backtest_one(once).outcome.inconclusive.size() == 1);
  CHECK(backtest_one(once, {}, policy).outcome.inconclusive.empty()); // a warning has no doubts
}

TEST_CASE("metrics of one build are judged together, as many as its newest build has") {
  auto gone = test::past_of(test::noisy(40, 10, .02));
  gone.points.pop_back(); // the newest build has no such step
  const auto told = backtest_thing(
      {series(test::past_of(test::noisy(40, 100, .02))),
       series(test::past_of(test::noisy(40, 5e7, .02)), {.kind = model::MetricKind::image_size}),
       series(test::past_of(test::noisy(40, 9, .02)),
              {.kind = model::MetricKind::step_time, .part = "a: RUN make"}),
       series(gone, {.kind = model::MetricKind::step_time, .part = "a: RUN test"})},
      {},
      {.since = {}});
  REQUIRE(told.size() == 4);
  CHECK(told[0].together == 2); // of those that fail
  CHECK(told[1].together == 2);
  CHECK(told[2].together == 3); // of all
  CHECK(told[3].together == 4);
}

TEST_CASE("the levels of a metric of which more is better are told as they were measured") {
  auto past = test::past_of(test::noisy(30, .9, .005));
  for (const double value : {.3, .31, .3}) {
    auto slow = test::past_of({value}).points.front();
    const auto number = static_cast<int>(past.points.size());
    slow.event_id = "e" + std::to_string(number);
    slow.at = test::hour(number);
    slow.again = value;
    past.points.push_back(slow);
  }
  const auto told = only(backtest_thing(
      {series(past, {.kind = model::MetricKind::cache_hit_ratio})}, {}, {.since = {}}));
  REQUIRE(told.episodes.size() == 1);
  CHECK_FALSE(told.red_fails);
  CHECK(told.episodes.front().usual.value_or(0) == doctest::Approx(.9).epsilon(.02));
  CHECK(told.episodes.front().level.value_or(0) == doctest::Approx(.3).epsilon(.1));
}

TEST_CASE("values that cannot be judged and builds that came twice change nothing") {
  auto past = step(4, 0);
  past.points.push_back(past.points.back());
  past.points[31].value = 0;
  past.points[31].again.reset();
  const auto told = backtest_one(past);
  CHECK(told.outcome.points == 34);
  CHECK(told.outcome.invalid == 1);
  CHECK(told.outcome.red == Indices{30, 32, 33});
  CHECK(told.episodes.size() == 1);
}

} // namespace tidegate::analysis
