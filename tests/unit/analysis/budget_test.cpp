// SPDX-License-Identifier: Apache-2.0
#include "analysis/budget.hpp"
#include "unit/analysis/build_for_gate.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace tidegate;
using analysis::Evidence;
using model::Status;
using test::build_of;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

model::Verdict time_verdict(double seconds, double limit) {
  model::Policy policy;
  policy.max_build_time = Seconds(limit);
  const auto build = build_of(seconds);
  return analysis::max_build_time({.build = build, .history = {}, .policy = policy}).value();
}

model::Verdict size_verdict(std::optional<std::uint64_t> bytes, std::uint64_t limit) {
  model::Policy policy;
  policy.max_image_size = limit;
  auto build = build_of(1);
  build.image.size_bytes = bytes;
  return analysis::max_image_size({.build = build, .history = {}, .policy = policy}).value();
}

model::Verdict ratio_verdict(std::optional<double> ratio, double limit) {
  model::Policy policy;
  policy.min_cache_hit_ratio = limit;
  auto build = build_of(1);
  build.cache.hit_ratio = ratio;
  build.cache.cacheable_steps = 12;
  build.cache.cached_steps = 7;
  return analysis::min_cache_hit_ratio({.build = build, .history = {}, .policy = policy}).value();
}

} // namespace

TEST_CASE("a budget that the policy does not have gives no verdict") {
  const model::Policy policy;
  const auto build = build_of(1e9);
  const Evidence evidence{.build = build, .history = {}, .policy = policy};
  CHECK_FALSE(analysis::max_build_time(evidence));
  CHECK_FALSE(analysis::max_image_size(evidence));
  CHECK_FALSE(analysis::min_cache_hit_ratio(evidence));
}

TEST_CASE("a build time is within its budget up to the limit itself") {
  CHECK(time_verdict(59.999, 60).status == Status::pass);
  CHECK(time_verdict(60, 60).status == Status::pass);
  CHECK(time_verdict(60.001, 60).status == Status::fail);
  CHECK(time_verdict(0, 60).status == Status::pass);
}

TEST_CASE("a build time over its budget is told with measured, excess, limit and rule") {
  const auto verdict = time_verdict(34.2, 20);
  CHECK(verdict.reason == "build took 34.2s, 14.2s over the budget of 20.0s (max-build-time)");
  CHECK(verdict.metric == "build-time");
  CHECK(verdict.rule == "max-build-time");
  CHECK(verdict.unit == model::Unit::seconds);
  CHECK(verdict.measured == 34.2);
  CHECK(verdict.limit == 20.0);
  CHECK(verdict.samples == 0);
  CHECK(time_verdict(12.3, 20).reason
        == "build took 12.3s, within the budget of 20.0s (max-build-time)");
}

TEST_CASE("a build time that no clock can have measured is inconclusive, never a pass") {
  for (const double seconds : {not_a_number, infinite, -infinite, -0.001}) {
    const auto verdict = time_verdict(seconds, 60);
    CHECK(verdict.status == Status::inconclusive);
    CHECK_FALSE(verdict.measured);
    CHECK(verdict.reason == "the time of the build was not measured");
  }
}

TEST_CASE("a budget that is no usable limit is inconclusive, never a pass") {
  for (const double limit : {not_a_number, infinite, -1.0}) {
    CHECK(time_verdict(1, limit).status == Status::inconclusive);
    CHECK_FALSE(time_verdict(1, limit).limit);
    CHECK(ratio_verdict(0.5, limit).status == Status::inconclusive);
    CHECK_FALSE(ratio_verdict(0.5, limit).limit);
  }
  CHECK(ratio_verdict(0.5, 1.0001).status == Status::inconclusive);
}

TEST_CASE("an image is within its budget up to the limit itself") {
  CHECK(size_verdict(249'999'999, 250'000'000).status == Status::pass);
  CHECK(size_verdict(250'000'000, 250'000'000).status == Status::pass);
  CHECK(size_verdict(250'000'001, 250'000'000).status == Status::fail);
  CHECK(size_verdict(0, 250'000'000).status == Status::pass);
  const auto huge = std::numeric_limits<std::uint64_t>::max();
  CHECK(size_verdict(huge, huge - 1).status == Status::fail);
}

TEST_CASE("an image over its budget is told with measured, excess and limit") {
  const auto verdict = size_verdict(312'000'000, 250'000'000);
  CHECK(verdict.reason == "image is 312 MB, 62.0 MB over the budget of 250 MB (max-image-size)");
  CHECK(verdict.metric == "image-size");
  CHECK(verdict.unit == model::Unit::bytes);
  CHECK(verdict.measured == 312e6);
  CHECK(verdict.limit == 250e6);
}

TEST_CASE("an image that the engine does not hold is inconclusive and says why") {
  const auto verdict = size_verdict(std::nullopt, 250'000'000);
  CHECK(verdict.status == Status::inconclusive);
  CHECK_FALSE(verdict.measured);
  CHECK(verdict.limit == 250e6);
  CHECK(verdict.reason.find("does not hold the image") != std::string::npos);
}

TEST_CASE("a cache hit ratio is enough from the limit itself on") {
  CHECK(ratio_verdict(0.6, 0.6).status == Status::pass);
  CHECK(ratio_verdict(0.5999, 0.6).status == Status::fail);
  CHECK(ratio_verdict(1.0, 1.0).status == Status::pass);
  CHECK(ratio_verdict(0.0, 0.0).status == Status::pass);
  CHECK(ratio_verdict(0.0, 0.6).status
        == Status::fail); // a cold first build: that is what it means
}

TEST_CASE(
    "a cache hit ratio is told with its counts, so that rounding cannot hide the difference") {
  const auto verdict = ratio_verdict(7.0 / 12, 0.6);
  CHECK(verdict.reason
        == "7 of 12 cacheable steps came from the cache (58.3 %), below the 60.0 % wanted "
           "(min-cache-hit-ratio)");
  CHECK(ratio_verdict(7.0 / 12, 0.5).reason
        == "7 of 12 cacheable steps came from the cache (58.3 %), at least 50.0 % wanted "
           "(min-cache-hit-ratio)");
  CHECK(verdict.unit == model::Unit::ratio);
}

TEST_CASE("a build with nothing cacheable, or an impossible ratio, is inconclusive") {
  const auto nothing = ratio_verdict(std::nullopt, 0.6);
  CHECK(nothing.status == Status::inconclusive);
  CHECK(nothing.reason.find("no step of this build is cacheable") != std::string::npos);
  for (const double ratio : {not_a_number, infinite, -0.1, 1.01}) {
    CHECK(ratio_verdict(ratio, 0.6).status == Status::inconclusive);
    CHECK_FALSE(ratio_verdict(ratio, 0.6).measured);
  }
}

TEST_CASE("a health score below the one wanted fails, one that was not measured is inconclusive") {
  model::Policy policy;
  policy.min_health = 80;
  const auto build = build_of(1);
  const auto verdict_of = [&](std::optional<double> health) {
    return analysis::min_health({.build = build, .history = {}, .policy = policy, .health = health})
        .value();
  };
  CHECK(verdict_of(80).status == Status::pass);
  CHECK(verdict_of(79.9).status == Status::fail);
  CHECK(verdict_of(79.9).reason == "health score is 79.9, below the 80.0 wanted (min-health)");
  CHECK(verdict_of(79.9).unit == model::Unit::points);
  CHECK(verdict_of(std::nullopt).status == Status::inconclusive);
  CHECK(verdict_of(not_a_number).status == Status::inconclusive);
  CHECK(verdict_of(101).status == Status::inconclusive);
  policy.min_health = 101;
  CHECK(verdict_of(90).status == Status::inconclusive);
  policy.min_health.reset();
  CHECK_FALSE(analysis::min_health({.build = build, .history = {}, .policy = policy, .health = 1}));
}
