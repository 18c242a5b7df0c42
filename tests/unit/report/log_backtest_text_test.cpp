// SPDX-License-Identifier: Apache-2.0
#include "report/log_backtest_text.hpp"

#include <chrono>
#include <doctest/doctest.h>

namespace tidegate::report {
namespace {

Time day(int number) {
  return Time(std::chrono::days(20'000 + number)); // 2024-10-04 and on
}

model::MetricBacktest build_time() {
  model::MetricBacktest told{};
  told.series = {.thing = {}, .metric = {}, .situation = "build from 3"};
  told.series.thing.image = "ghcr.io/o/app\x1b[2J";
  told.outcome.points = 60;
  told.outcome.learning = 15;
  told.outcome.judged = 45;
  told.outcome.red = {30, 31, 50};
  told.outcome.inconclusive = {40};
  told.outcome.smallest_visible_step = .176;
  told.outcome.shape = model::SeriesShape{};
  told.episodes = {{.first = 30,
                    .last = 31,
                    .builds = 2,
                    .end = model::RegressionEnd::fixed,
                    .first_sha = "0123456789",
                    .last_sha = "abcdef0123",
                    .first_at = day(0),
                    .last_at = day(1),
                    .usual = 42,
                    .level = 55.02},
                   {.first = 50, .last = 50, .builds = 1, .first_at = day(2), .last_at = day(2)}};
  told.doubtful = {{.index = 40, .sha = "9876543210", .at = day(1), .value = 50}};
  return told;
}

} // namespace

TEST_CASE("a backtest of the own log tells each regression, what is not clear, and counts") {
  auto hits = build_time();
  hits.series = {.thing = {}, .metric = {.kind = model::MetricKind::cache_hit_ratio}};
  hits.red_fails = false;
  hits.outcome.inconclusive.clear();
  hits.outcome.creep = {35};
  hits.doubtful.clear();
  hits.episodes.pop_back();
  hits.episodes.front().usual = .9;
  hits.episodes.front().level = .45;
  hits.episodes.front().end = model::RegressionEnd::accepted;
  const std::string text = log_backtest_text({build_time(), hits}, "in the last 90 days");
  CHECK(text == R"(Series
  of                     metric                     builds  learning  judged  inconclusive  red  slow rises  class  can see
  ghcr.io/o/app          build-time (build from 3)      60        15      45             1    3              plain    +18 %
  builds without a name  cache-hit-ratio                60        15      45                  3           1  plain    +18 %

Red
  of                     metric                     gate  from                to                  builds  usual   then     by  ended
  ghcr.io/o/app          build-time (build from 3)  fail  0123456 2024-10-04  abcdef0 2024-10-05       2  42.0s  55.0s  +31 %  fixed
  ghcr.io/o/app          build-time (build from 3)  fail  2024-10-06          2024-10-06               1                       open
  builds without a name  cache-hit-ratio            warn  0123456 2024-10-04  abcdef0 2024-10-05       2   90 %   45 %  -50 %  accepted

Inconclusive
  of             metric                     gate  build               measured
  ghcr.io/o/app  build-time (build from 3)  warn  9876543 2024-10-05     50.0s

in the last 90 days: 2 reds (1 open), 1 inconclusive, 1 warning, 1 slow rise; 90 values judged in 2 series
)");
}

TEST_CASE("where nothing was red, the one line says so") {
  auto quiet = build_time();
  quiet.outcome.red.clear();
  quiet.outcome.inconclusive.clear();
  quiet.doubtful.clear();
  quiet.episodes.clear();
  const std::string text = log_backtest_text({quiet}, "since 2026-11-01");
  CHECK(text.find("Red\n") == std::string::npos);
  CHECK(text.find("Inconclusive\n") == std::string::npos);
  CHECK(text.ends_with("since 2026-11-01: 0 reds, 0 inconclusive; 45 values judged in 1 series\n"));
}

} // namespace tidegate::report
