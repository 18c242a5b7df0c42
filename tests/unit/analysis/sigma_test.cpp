// SPDX-License-Identifier: Apache-2.0
#include "analysis/sigma.hpp"
#include "unit/analysis/build_for_gate.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace tidegate;
using model::CacheState;
using model::Status;
using test::build_of;
using test::history_of;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

model::Verdict verdict_on(const model::Build& build,
                          const model::History& history,
                          const model::SigmaRule& rule = {}) {
  model::Policy policy;
  policy.mode = model::GateMode::sigma;
  policy.sigma = rule;
  return analysis::sigma({.build = build, .history = history, .policy = policy}).value();
}

// Mean 30, sample standard deviation 10.
const std::vector<double> spread{20, 20, 30, 40, 40};
const std::vector<double> even{30, 30, 30, 30, 30};

} // namespace

TEST_CASE("sigma gives no verdict where the mode is off") {
  model::Policy policy;
  policy.mode = model::GateMode::off;
  const auto build = build_of(1e6);
  const auto history = history_of(spread);
  CHECK_FALSE(analysis::sigma({.build = build, .history = history, .policy = policy}));
}

TEST_CASE(
    "a build that the cache broke and that was made again is not compared with healthy ones") {
  auto build = build_of(1e6);
  build.rebuilt = model::BrokenAttempt{};
  const auto verdict = verdict_on(build, history_of(spread));
  CHECK(verdict.status == Status::inconclusive);
  CHECK_FALSE(verdict.limit);
}

TEST_CASE(
    "sigma's limit is the mean plus k sample standard deviations, and the limit itself passes") {
  const auto history = history_of(spread);
  CHECK(verdict_on(build_of(50), history).limit == doctest::Approx(50));
  CHECK(verdict_on(build_of(49.999), history).status == Status::pass);
  CHECK(verdict_on(build_of(50), history).status == Status::pass);
  CHECK(verdict_on(build_of(50.001), history).status == Status::fail);
  CHECK(verdict_on(build_of(1), history, {.k = 3}).limit == doctest::Approx(60));
}

TEST_CASE("sigma's verdict is told with measured, limit, mean, k, samples and kind of build") {
  const auto verdict = verdict_on(build_of(63, CacheState::cold), history_of(spread));
  CHECK(verdict.reason
        == "build took 1m 03s, limit 50.0s (mean 30.0s of the last 5 cold builds + 2.0 sigma)");
  CHECK(verdict.status == Status::fail);
  CHECK(verdict.rule == "sigma");
  CHECK(verdict.metric == "build-time");
  CHECK(verdict.measured == 63.0);
  CHECK(verdict.samples == 5);
  CHECK(verdict.samples_wanted == 5);
  CHECK(verdict_on(build_of(1), history_of(spread)).reason.find("last 5 builds +")
        != std::string::npos);
}

TEST_CASE("sigma learns until there are enough samples, then judges") {
  const auto learning = verdict_on(build_of(1000, CacheState::warm), history_of({30, 30, 30, 30}));
  CHECK(learning.status == Status::learning);
  CHECK(learning.samples == 4);
  CHECK(learning.samples_wanted == 5);
  CHECK_FALSE(learning.limit);
  CHECK(learning.reason
        == "build took 16m 40s, no limit yet: 4 of the 5 warm builds that it takes so far");
  CHECK(verdict_on(build_of(1000), history_of({})).status == Status::learning);
  CHECK(verdict_on(build_of(1000), history_of(even)).status == Status::fail);
}

TEST_CASE("an even series has a least margin of a second or five percent, named in the reason") {
  const auto verdict = verdict_on(build_of(31.5), history_of(even));
  CHECK(verdict.limit == doctest::Approx(31.5));
  CHECK(verdict.status == Status::pass);
  CHECK(verdict.reason
        == "build took 31.5s, limit 31.5s (mean 30.0s of the last 5 builds + 1.5s as the least "
           "margin, 2.0 sigma being 0.00s)");
  CHECK(verdict_on(build_of(31.6), history_of(even)).status == Status::fail);
  const auto quick = history_of({2, 2, 2, 2, 2});
  CHECK(verdict_on(build_of(3), quick).status == Status::pass);
  CHECK(verdict_on(build_of(3.01), quick).status == Status::fail);
}

TEST_CASE("sigma looks at the newest builds of its window only") {
  const auto history = history_of({10, 10, 10, 10, 10, 500, 500, 500});
  const auto verdict = verdict_on(build_of(20), history, {.k = 2, .window = 5, .min_samples = 5});
  CHECK(verdict.samples == 5);
  CHECK(verdict.limit == doctest::Approx(11));
  CHECK(verdict.status == Status::fail);
}

TEST_CASE("samples that no clock can have measured do not count") {
  const auto history = history_of({not_a_number, 30, infinite, 30, -5, 30, 30});
  CHECK(verdict_on(build_of(30), history).status == Status::learning);
  CHECK(verdict_on(build_of(30), history).samples == 4);
}

TEST_CASE("a policy that asks for fewer than two samples still gets two") {
  const model::SigmaRule rule{.k = 2, .window = 0, .min_samples = 0};
  CHECK(verdict_on(build_of(30), history_of({}), rule).status == Status::learning);
  CHECK(verdict_on(build_of(30), history_of({30}), rule).status == Status::learning);
  CHECK(verdict_on(build_of(30), history_of({30}), rule).samples_wanted == 2);
  CHECK(verdict_on(build_of(30), history_of({30, 30}), rule).status == Status::pass);
  const model::SigmaRule negative{.k = 2, .window = -3, .min_samples = -1};
  CHECK(verdict_on(build_of(90), history_of({30, 30}), negative).status == Status::fail);
}

TEST_CASE("a history that could not be read is inconclusive and says why") {
  model::History history = history_of(spread);
  history.available = false;
  history.problem = "history h.db is locked by another process";
  const auto verdict = verdict_on(build_of(10), history);
  CHECK(verdict.status == Status::inconclusive);
  CHECK(verdict.reason
        == "the history could not be read: history h.db is locked by another process");
  CHECK(verdict.measured == 10.0);
}

TEST_CASE("sigma never passes on numbers that prove nothing") {
  for (const double seconds : {not_a_number, infinite, -infinite, -1.0}) {
    const auto verdict = verdict_on(build_of(seconds), history_of(spread));
    CHECK(verdict.status == Status::inconclusive);
    CHECK_FALSE(verdict.measured);
  }
  for (const double k : {not_a_number, infinite, -1.0}) {
    CHECK(verdict_on(build_of(10), history_of(spread), {.k = k}).status == Status::inconclusive);
  }
  const double huge = std::numeric_limits<double>::max();
  const auto overflow = verdict_on(build_of(10), history_of({huge, huge, huge, huge, huge}));
  CHECK(overflow.status == Status::inconclusive);
  CHECK_FALSE(overflow.limit);
}

TEST_CASE("large even times keep their digits") {
  const auto history = history_of({1e6, 1e6 + 1, 1e6, 1e6 + 1, 1e6});
  const auto verdict = verdict_on(build_of(1.2e6), history, {.k = 100'000});
  CHECK(verdict.limit.value()
        == doctest::Approx(1e6 + 0.4 + (100'000 * 0.5477225575051661)).epsilon(1e-12));
}
