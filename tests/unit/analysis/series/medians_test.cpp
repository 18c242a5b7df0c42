// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/host_offsets.hpp"
#include "analysis/series/many_metrics.hpp"
#include "analysis/series/medians.hpp"
#include "analysis/series/run_records.hpp"
#include "analysis/series/sorted_window.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <vector>

namespace tidegate::analysis {
namespace {

double lower_median_of_copy(std::vector<double> values) {
  return lower_median(values);
}

} // namespace

TEST_CASE("the median distance is that of all distances, sorted") {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> value(0, 30); // many are equal
  for (int round = 0; round < 500; ++round) {
    std::vector<double> values(static_cast<std::size_t>(1 + round % 17));
    std::ranges::generate(values, [&] { return value(random); });
    std::ranges::sort(values);
    for (const double centre : {median_of_sorted(values), -3.0, 12.5, 50.0}) {
      std::vector<double> distances;
      for (const double one : values) {
        distances.push_back(std::abs(one - centre));
      }
      CHECK(median_distance(values, centre) == median_of(distances));
    }
  }
}

TEST_CASE("of an even number of values the lower median is the smaller of the middle") {
  CHECK(lower_median_of_copy({4, 1}) == 1);
  CHECK(lower_median_of_copy({4, 1, 3}) == 3);
  CHECK(lower_median_of_copy({6, 5, 4, 1}) == 4);
  CHECK(median_of({6, 5, 4, 1}) == 4.5);
}

TEST_CASE("a sliding window knows its median and the largest lower median of its runs") {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> value(0, 9);
  SortedWindow window;
  RunRecords records;
  std::vector<double> all;
  for (std::size_t round = 0; round < 3000; ++round) {
    all.push_back(value(random));
    window.push(all.back());
    records.push(window.values());
    if (window.size() > 12) {
      window.pop_oldest();
      records.pop_oldest();
    }
    const auto values = window.values();
    REQUIRE(std::ranges::equal(values, std::span(all).last(values.size())));
    REQUIRE(window.median() == median_of({values.begin(), values.end()}));
    for (std::size_t length = 2; length <= std::min(longest_run, values.size()); ++length) {
      double largest = -1;
      for (std::size_t begin = 0; begin + length <= values.size(); ++begin) {
        const auto run = values.subspan(begin, length);
        largest = std::max(largest, lower_median_of_copy({run.begin(), run.end()}));
      }
      REQUIRE(records.largest()[length] == largest);
    }
  }
}

TEST_CASE("a CPU model adds the less the fewer builds there are of it; an unknown one nothing") {
  Baseline baseline{model::SeriesRule{}};
  for (int build = 0; build < 20; ++build) {
    baseline.push({.value = 1, .host = 1});
  }
  CHECK(HostOffsets(baseline, 3).of(1) == 0);
  baseline.push({.value = 2, .host = 2});
  baseline.push({.value = 5, .host = 0});
  const HostOffsets offsets(baseline, 3);
  CHECK(offsets.centre() == 1);
  CHECK(offsets.of(1) == 0);
  CHECK(offsets.of(2) == doctest::Approx(.25));
  CHECK(offsets.of(0) == 0);
  CHECK(offsets.of(3) == 0);
}

TEST_CASE("ten metrics that are judged together each need more") {
  const auto rule = judged_together(model::SeriesRule{}, 10);
  CHECK(rule.limit == doctest::Approx(4.16).epsilon(.001));
  CHECK(rule.clip - rule.limit == doctest::Approx(.4));
  CHECK(judged_together(model::SeriesRule{}, 1).limit == 3.6);
}

} // namespace tidegate::analysis
