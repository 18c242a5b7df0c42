// SPDX-License-Identifier: Apache-2.0
#include "analysis/success_rate.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {

TEST_CASE("the chance of as many failures is that of Fisher's exact test") {
  // 1 of 4 and 3 of 4, the tea of R. A. Fisher: (16 + 1) / 70.
  CHECK(chance_of_as_many_failures({.passed = 1, .failed = 3}, {.passed = 3, .failed = 1})
        == doctest::Approx(17.0 / 70));
  CHECK(chance_of_as_many_failures({.passed = 0, .failed = 4}, {.passed = 4, .failed = 0})
        == doctest::Approx(1.0 / 70));
  CHECK(chance_of_as_many_failures({.passed = 4, .failed = 0}, {.passed = 4, .failed = 0})
        == doctest::Approx(1));
  CHECK(chance_of_as_many_failures({.passed = 20, .failed = 0}, {.passed = 90, .failed = 10})
        == doctest::Approx(1));
}

TEST_CASE("a group without runs proves nothing") {
  CHECK(chance_of_as_many_failures({}, {.passed = 90, .failed = 10}) == 1);
  CHECK(chance_of_as_many_failures({.passed = 0, .failed = 3}, {}) == 1);
  CHECK_FALSE(lowest_usual_rate(0, {.passed = 90, .failed = 10}, 0.002, 0));
  CHECK_FALSE(lowest_usual_rate(20, {}, 0.002, 0));
}

TEST_CASE("the lowest usual rate is the first that chance and margin still allow") {
  const RunCounts before{.passed = 95, .failed = 5};
  const auto lowest = lowest_usual_rate(20, before, 0.002, 0);
  REQUIRE(lowest);
  const int failed = 20 - static_cast<int>(*lowest * 20 + 0.5);
  CHECK(chance_of_as_many_failures({.passed = 20 - failed, .failed = failed}, before) >= 0.002);
  CHECK(chance_of_as_many_failures({.passed = 19 - failed, .failed = failed + 1}, before) < 0.002);
  CHECK(lowest_usual_rate(20, before, 0.002, 0.6).value() < *lowest);
  CHECK_FALSE(lowest_usual_rate(2, before, 0.002, 0)); // both may fail by chance
}

} // namespace tidegate::analysis
