// SPDX-License-Identifier: Apache-2.0
#include "analysis/health.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace tidegate;
using analysis::health_score;
using analysis::Indicator;
using Names = std::vector<std::string>;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

Indicator at_least(const std::string& dimension, double value, double target) {
  return {.dimension = dimension, .name = "x", .value = value, .target = target, .at_least = true};
}

Indicator at_most(const std::string& dimension, double value, double target) {
  return {.dimension = dimension, .name = "x", .value = value, .target = target, .at_least = false};
}

double score_of(const Indicator& indicator) {
  return health_score({indicator}).value().score;
}

} // namespace

TEST_CASE("an indicator at least its target has all points, below it the share") {
  CHECK(score_of(at_least("reliability", 95, 95)) == 100);
  CHECK(score_of(at_least("reliability", 99, 95)) == 100);
  CHECK(score_of(at_least("reliability", 47.5, 95)) == doctest::Approx(50));
  CHECK(score_of(at_least("reliability", 0, 95)) == 0);
}

TEST_CASE("an indicator at most its target has all points, above it the inverse share") {
  CHECK(score_of(at_most("performance", 120, 120)) == 100);
  CHECK(score_of(at_most("performance", 1, 120)) == 100);
  CHECK(score_of(at_most("performance", 0, 120)) == 100);
  CHECK(score_of(at_most("performance", 240, 120)) == doctest::Approx(50));
}

TEST_CASE("dimensions weigh 0.4, 0.3, 0.2 and 0.1") {
  const auto health = health_score({at_least("reliability", 1, 1),
                                    at_least("performance", 0.5, 1),
                                    at_least("efficiency", 0.25, 1),
                                    at_least("satisfaction", 0, 1)});
  REQUIRE(health);
  CHECK(health->score == doctest::Approx(40 + 15 + 5 + 0));
  CHECK(health->dimensions == Names{"reliability", "performance", "efficiency", "satisfaction"});
}

TEST_CASE("a dimension is the mean of its indicators") {
  const auto health =
      health_score({at_least("reliability", 1, 1), at_least("reliability", 0.5, 1)});
  CHECK(health.value().score == doctest::Approx(75));
}

TEST_CASE("weights are rescaled to the dimensions that have data") {
  const auto health =
      health_score({at_least("satisfaction", 0.5, 1), at_least("performance", 1, 1)});
  REQUIRE(health);
  CHECK(health->score == doctest::Approx(((0.3 * 100) + (0.1 * 50)) / 0.4));
  CHECK(health->dimensions == Names{"performance", "satisfaction"});
}

TEST_CASE("full points stay within 100") {
  for (const auto* const dimension : {"reliability", "performance", "efficiency", "satisfaction"}) {
    CHECK(score_of(at_least(dimension, 1, 1)) == 100);
  }
}

TEST_CASE("nothing measured, no score") {
  CHECK_FALSE(health_score({}));
  CHECK_FALSE(health_score({at_least("beauty", 1, 1)}));
}

TEST_CASE("numbers that prove nothing count as not measured") {
  for (const double value : {not_a_number, infinite, -infinite, -1.0}) {
    CHECK_FALSE(health_score({at_least("reliability", value, 95)}));
    CHECK_FALSE(health_score({at_most("reliability", value, 95)}));
  }
  for (const double target : {not_a_number, infinite, 0.0, -1.0}) {
    CHECK_FALSE(health_score({at_least("reliability", 1, target)}));
    CHECK_FALSE(health_score({at_most("reliability", 1, target)}));
  }
  const auto health =
      health_score({at_least("reliability", not_a_number, 95), at_least("reliability", 95, 95)});
  CHECK(health.value().score == 100);
}

TEST_CASE("one successful build tells its time against 120 s, any other build nothing") {
  model::Build build;
  build.outcome = model::Outcome::success;
  build.duration = Seconds(240);
  const auto indicators = analysis::indicators_of(build);
  REQUIRE(indicators.size() == 1);
  CHECK(indicators[0].dimension == "performance");
  CHECK(health_score(indicators).value().score == doctest::Approx(50));
  for (const double seconds : {not_a_number, infinite, -1.0}) {
    build.duration = Seconds(seconds);
    CHECK(analysis::indicators_of(build).empty());
  }
  build.duration = Seconds(1);
  for (const auto outcome : {model::Outcome::failure, model::Outcome::canceled}) {
    build.outcome = outcome;
    CHECK(analysis::indicators_of(build).empty());
  }
}

TEST_CASE("what the indicators cost and the score add up to 100") {
  const std::vector<Indicator> indicators{at_least("performance", 0.5, 1),
                                          at_least("reliability", 0.9, 1),
                                          at_least("reliability", 0.7, 1),
                                          at_least("reliability", not_a_number, 1)};
  const auto parts = analysis::health_parts(indicators);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].dimension == "reliability");
  CHECK(parts[0].lost == doctest::Approx(10 * 0.4 / 0.7 / 2));
  CHECK(parts[1].lost == doctest::Approx(30 * 0.4 / 0.7 / 2));
  CHECK(parts[2].points == doctest::Approx(50));
  CHECK(parts[2].lost == doctest::Approx(50 * 0.3 / 0.7));
  CHECK(health_score(indicators).value().score + parts[0].lost + parts[1].lost + parts[2].lost
        == doctest::Approx(100));
  CHECK(analysis::health_parts({}).empty());
}

TEST_CASE("the run history tells success, stability and time, and what is missing has a name") {
  const auto run = [](bool passed, int attempt, double seconds, std::uint64_t flaky) {
    return model::PastRun{.workflow = {},
                          .sha = {},
                          .attempt = attempt,
                          .decided = true,
                          .passed = passed,
                          .duration = Seconds(seconds),
                          .jobs = 5,
                          .flaky_jobs = flaky};
  };
  model::PastRun cancelled;
  cancelled.jobs = 5;
  const auto indicators = analysis::indicators_of(
      {run(true, 1, 200, 0), run(true, 2, 10, 1), run(false, 1, 10, 0), cancelled});
  REQUIRE(indicators.size() == 3);
  CHECK(indicators[0].name == "CI success rate");
  CHECK(indicators[0].value == doctest::Approx(2.0 / 3));
  CHECK(indicators[0].at_least);
  CHECK(indicators[1].name == "test stability");
  CHECK(indicators[1].value == doctest::Approx(19.0 / 20));
  CHECK(indicators[2].name == "total CI time");
  CHECK(indicators[2].value == 200);
  CHECK_FALSE(indicators[2].at_least);
  CHECK(analysis::indicators_of(std::vector<model::PastRun>{}).empty());
  const auto missing = analysis::missing_indicators(indicators);
  CHECK(missing.size() == 7);
  CHECK(missing.front() == "reliability: deployment success");
}
