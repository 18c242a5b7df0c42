// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync_plan.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;
using model::TimeSpan;

namespace {

Time at(int second) {
  return Time(std::chrono::seconds(second));
}

model::SyncWindow closed(int first, int last) {
  return {.span = {at(first), at(last)}};
}

model::SyncWindow growing(int first) {
  return {.span = {at(first), std::nullopt}};
}

} // namespace

TEST_CASE("what no window covers is a gap, newest first, as far back as is asked for") {
  CHECK(analysis::gaps({closed(0, 99), growing(100)}, at(0)).empty());
  CHECK(analysis::gaps({growing(500)}, at(100)) == std::vector<TimeSpan>{{at(100), at(499)}});
  CHECK(analysis::gaps({closed(200, 299), growing(500), closed(400, 449)}, at(100))
        == std::vector<TimeSpan>{{at(450), at(499)}, {at(300), at(399)}, {at(100), at(199)}});
  CHECK(analysis::gaps({closed(0, 50), growing(500)}, at(100))
        == std::vector<TimeSpan>{{at(100), at(499)}});
  CHECK(analysis::gaps({closed(0, 150), growing(151)}, at(100)).empty());
  CHECK(analysis::gaps({closed(0, 150)}, at(100)).empty());
}

TEST_CASE("the newest ten minutes stay in the growing window, unless they are too many") {
  CHECK(analysis::closing_second(at(0), at(10'000), false) == at(9'400));
  CHECK_FALSE(analysis::closing_second(at(9'500), at(10'000), false).has_value());
  CHECK(analysis::closing_second(at(9'500), at(10'000), true) == at(9'999));
  CHECK_FALSE(analysis::closing_second(at(10'000), at(10'000), true).has_value());
}

TEST_CASE("a span is cut so that its newer piece fills a list well") {
  const TimeSpan day{at(0), at(86'399)};
  CHECK(analysis::cut(day, 1001, Seconds{0}) == at(43'200));
  CHECK(analysis::cut(day, 8000, Seconds{0}) == at(77'760));
  CHECK(analysis::cut(day, 8000, Seconds{20'000}) == at(66'400));
  CHECK(analysis::cut(day, 8000, Seconds{1e6}) == at(1));
  CHECK(analysis::cut({at(7), at(8)}, 99'999, Seconds{0}) == at(8));
  CHECK_FALSE(analysis::cut({at(7), at(7)}, 2000, Seconds{0}).has_value());
  CHECK_FALSE(analysis::cut({at(7), std::nullopt}, 2000, Seconds{0}).has_value());
}
