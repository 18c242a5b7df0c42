// SPDX-License-Identifier: Apache-2.0
#include "analysis/span_tally.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <vector>

namespace tidegate::analysis {

using std::chrono::seconds;

TEST_CASE("without a span there are no figures") {
  const model::SpanFigures figures = SpanTally().figures();
  CHECK(figures == model::SpanFigures{});
  CHECK_FALSE(figures.total.has_value());
}

TEST_CASE("percentiles are spans that were measured: the nearest rank") {
  SpanTally tally;
  for (const int span : {40, 15, 50, 20, 35}) {
    tally.add(seconds(span));
  }
  const model::SpanFigures figures = tally.figures();
  CHECK(figures.count == 5);
  CHECK(figures.p50 == Seconds(35)); // rank ceil(2.5) = 3 of 15 20 35 40 50
  CHECK(figures.p95 == Seconds(50)); // rank ceil(4.75) = 5
  CHECK(figures.total == Seconds(160));
  SpanTally even;
  for (int span = 1; span <= 100; ++span) {
    even.add(seconds(span));
  }
  CHECK(even.figures().p50 == Seconds(50));
  CHECK(even.figures().p95 == Seconds(95));
  SpanTally one;
  one.add(seconds(7));
  CHECK(one.figures().p50 == Seconds(7));
  CHECK(one.figures().p95 == Seconds(7));
}

TEST_CASE("a span that ends before it begins is left out and counted") {
  SpanTally tally;
  tally.add(Time(seconds(10)), Time(seconds(9)));
  tally.add(Time(seconds(10)), Time(seconds(10)));
  CHECK(tally.figures().left_out == 1);
  CHECK(tally.figures().count == 1);
  CHECK(tally.figures().p95 == Seconds(0));
}

TEST_CASE("the whole calendar is a span") {
  const auto span = length(Time::min(), Time::max());
  REQUIRE(span.has_value());
  CHECK(Seconds(*span).count() == doctest::Approx(18446744073.7));
  CHECK_FALSE(length(Time::max(), Time::min()).has_value());
}

TEST_CASE("percentiles are those of a sorted list, whatever the order of the spans") {
  std::mt19937 random(20261121);
  for (int round = 0; round < 200; ++round) {
    std::vector<int> spans(std::uniform_int_distribution<std::size_t>(1, 60)(random));
    std::ranges::generate(spans, [&] { return std::uniform_int_distribution<int>(0, 30)(random); });
    SpanTally tally;
    for (const int span : spans) {
      tally.add(seconds(span));
    }
    std::ranges::sort(spans);
    const auto at = [&](double share) {
      const double rank = std::ceil(share * static_cast<double>(spans.size()) - 1e-9);
      return Seconds(spans[static_cast<std::size_t>(rank) - 1]);
    };
    CHECK(tally.figures().p50 == at(0.5));
    CHECK(tally.figures().p95 == at(0.95));
    CHECK(*tally.figures().p50 <= *tally.figures().p95);
  }
}

} // namespace tidegate::analysis
