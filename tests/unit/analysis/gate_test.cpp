// SPDX-License-Identifier: Apache-2.0
#include "analysis/gate.hpp"
#include "unit/analysis/build_for_gate.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using model::Status;
using test::build_of;
using test::history_of;

namespace {

model::Policy strict_policy() {
  model::Policy policy;
  policy.max_build_time = Seconds(10);
  policy.max_image_size = 100;
  policy.min_cache_hit_ratio = 0.5;
  return policy;
}

model::Build bad_build() {
  auto build = build_of(99);
  build.image.size_bytes = 101;
  build.cache.hit_ratio = 0.1;
  return build;
}

} // namespace

TEST_CASE("all rules of the policy judge, in a fixed order") {
  const auto verdicts = analysis::judge(bad_build(), history_of({1, 1, 1, 1, 1}), strict_policy());
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[0].rule == "max-build-time");
  CHECK(verdicts[1].rule == "max-image-size");
  CHECK(verdicts[2].rule == "min-cache-hit-ratio");
  CHECK(verdicts[3].rule == "sigma");
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
  const auto verdicts = analysis::judge(build, history_of({}), policy);
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[0].status == Status::warn);
  CHECK(verdicts[1].status == Status::inconclusive);
  CHECK(verdicts[2].status == Status::pass);
  CHECK(verdicts[3].status == Status::learning);
}

TEST_CASE("a build that failed or was cancelled is not judged") {
  auto build = bad_build();
  for (const auto outcome : {model::Outcome::failure, model::Outcome::canceled}) {
    build.outcome = outcome;
    CHECK(analysis::judge(build, history_of({1, 1, 1, 1, 1}), strict_policy()).empty());
  }
}

TEST_CASE("without budgets and with the mode off there is nothing to judge") {
  model::Policy policy;
  policy.mode = model::GateMode::off;
  CHECK(analysis::judge(bad_build(), history_of({1, 1, 1, 1, 1}), policy).empty());
}

TEST_CASE("by default one rule judges: sigma") {
  const auto verdicts = analysis::judge(build_of(10), history_of({}), {});
  REQUIRE(verdicts.size() == 1);
  CHECK(verdicts[0].rule == "sigma");
  CHECK(verdicts[0].status == Status::learning);
}
