// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/oddities.hpp"

#include <doctest/doctest.h>
#include <limits>

namespace tidegate::analysis {
namespace {

SeriesOddities of_times(std::vector<std::string> times) {
  return oddities(
      {.name = "a", .values = std::vector<double>(times.size(), 1.0), .times = std::move(times)});
}

} // namespace

TEST_CASE("values that are no positive number are counted, and the first of them is known") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto found = oddities({.name = "a", .values = {1, 0, nan, 2, -3, 1e308}});
  CHECK(found.invalid == 3);
  CHECK(found.first_invalid == 1);
  CHECK(oddities({.name = "a", .values = {1, 2}}).invalid == 0);
}

TEST_CASE("a clock that goes back is noticed in whatever the times are written") {
  CHECK(of_times({"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"}).back
        == 0);
  const auto found =
      of_times({"2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-02T00:00:00Z"});
  CHECK(found.back == 1);
  CHECK(found.first_back == 2);
  CHECK(of_times({"2026-01-02T00:00:00Z", "2026-01-02T01:30:00+02:00"}).back == 1);
  CHECK(of_times({"2026-01-02T00:00:00+02:00", "2026-01-01T23:00:00Z"}).back == 0);
  CHECK(of_times({"999", "1601407819000"}).back == 0);
  CHECK(of_times({"1601407819000", "999"}).back == 1);
}

TEST_CASE("times that cannot be compared are no clock that goes back") {
  CHECK(of_times({"yesterday", "before", "", "2026-01-02T00:00:00Z", "17"}).back == 0);
}

} // namespace tidegate::analysis
