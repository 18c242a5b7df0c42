// SPDX-License-Identifier: Apache-2.0
#include "analysis/verification.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

namespace {

model::Verification worked_out(std::vector<Seconds> cold, std::vector<Seconds> warm) {
  model::Verification verification;
  verification.cold = std::move(cold);
  verification.warm = std::move(warm);
  analysis::work_out(verification);
  return verification;
}

} // namespace

TEST_CASE("medians, spread and the ratio of each pair") {
  const auto result =
      worked_out({Seconds{12}, Seconds{10}, Seconds{20}}, {Seconds{2}, Seconds{1}, Seconds{2}});
  CHECK(result.cold_seconds == model::Spread{12, 10, 20});
  CHECK(result.warm_seconds == model::Spread{2, 1, 2});
  CHECK(result.ratio == model::Spread{10, 6, 10});
  CHECK(result.holds == true);
}

TEST_CASE("the median of two is between them") {
  CHECK(worked_out({Seconds{2}, Seconds{4}}, {Seconds{1}, Seconds{1}}).cold_seconds.median == 3);
}

TEST_CASE("a claim that some pairs reach and others miss is neither kept nor broken") {
  CHECK(worked_out({Seconds{12}, Seconds{10}}, {Seconds{1}, Seconds{5}}).holds == std::nullopt);
  CHECK(worked_out({Seconds{5}, Seconds{10}}, {Seconds{1}, Seconds{5}}).holds == false);
  CHECK(worked_out({}, {}).holds == std::nullopt);
}
