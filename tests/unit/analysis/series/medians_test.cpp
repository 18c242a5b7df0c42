// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/host_offsets.hpp"
#include "analysis/series/many_metrics.hpp"
#include "analysis/series/medians.hpp"
#include "analysis/series/run_records.hpp"
#include "analysis/series/sorted_pieces.hpp"
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

TEST_CASE("values in several sorted pieces have the order statistics of all of them") {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> value(0, 30); // many are equal
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<double>> sorted(static_cast<std::size_t>(1 + round % 4));
    std::vector<SortedPiece> pieces;
    std::vector<double> all;
    for (auto& values : sorted) {
      values.resize(static_cast<std::size_t>(1 + round % 17));
      std::ranges::generate(values, [&] { return value(random); });
      std::ranges::sort(values);
      pieces.push_back({.sorted = values, .less = static_cast<double>(value(random))});
      for (const double one : values) {
        all.push_back(one - pieces.back().less);
      }
    }
    std::ranges::sort(all);
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
      REQUIRE(nth_of(pieces, rank) == all[rank]);
      std::vector<std::size_t> guess(pieces.size(), rank); // right or wrong
      REQUIRE(median_of(pieces, guess) == median_of_sorted(all));
      REQUIRE(median_of(pieces, guess) == median_of_sorted(all));
    }
    for (const double centre : {median_of_sorted(all), -3.0, 12.5, 50.0}) {
      std::vector<double> distances;
      for (const double one : all) {
        distances.push_back(std::abs(one - centre));
      }
      for (const double least : {0.0, 4.0, 12.0, 90.0}) {
        REQUIRE(median_distance(pieces, centre, least) == std::max(least, median_of(distances)));
      }
    }
  }
}

TEST_CASE("of an even number of values the lower median is the smaller of the middle") {
  CHECK(lower_median_of_copy({4, 1}) == 1);
  CHECK(lower_median_of_copy({4, 1, 3}) == 3);
  CHECK(lower_median_of_copy({6, 5, 4, 1}) == 4);
  CHECK(median_of({6, 5, 4, 1}) == 4.5);
}

TEST_CASE("a sliding window knows its values in their order and its median") {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> value(0, 9);
  SortedWindow window;
  std::vector<double> all;
  for (std::size_t round = 0; round < 3000; ++round) {
    all.push_back(value(random));
    window.push(all.back());
    if (window.size() > 12) {
      window.pop_oldest();
    }
    const auto values = window.values();
    REQUIRE(std::ranges::equal(values, std::span(all).last(values.size())));
    REQUIRE(window.median() == median_of({values.begin(), values.end()}));
  }
}

TEST_CASE("the records of a past are the largest lower medians of its runs") {
  std::mt19937 random(13);
  std::uniform_int_distribution<int> value(0, 9);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> past(static_cast<std::size_t>(15 + round % 9));
    std::ranges::generate(past, [&] { return value(random); });
    const PerRun records = largest_run_medians(past);
    for (std::size_t length = 2; length <= longest_run; ++length) {
      double largest = -1;
      for (std::size_t begin = 0; begin + length <= past.size(); ++begin) {
        const auto run = std::span(past).subspan(begin, length);
        largest = std::max(largest, lower_median_of_copy({run.begin(), run.end()}));
      }
      REQUIRE(records[length] == largest);
      REQUIRE(has_run_above(past, length, largest - .5));
      REQUIRE_FALSE(has_run_above(past, length, largest));
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

TEST_CASE("what CPU models add is the same however the baseline came to be what it is") {
  std::mt19937 random(17);
  std::uniform_int_distribution<int> value(0, 50);
  model::SeriesRule rule;
  rule.window = 12;
  Baseline sliding{rule};
  HostOffsets followed;
  std::vector<LoggedBuild> builds;
  for (int round = 0; round < 2000; ++round) {
    // Models come and go, and for a while there is one alone.
    const int models = 1 + (round / 40) % 4;
    builds.push_back({.value = static_cast<double>(value(random)),
                      .host = static_cast<std::size_t>(round / 160 + value(random) % models)});
    sliding.push(builds.back());
    Baseline anew{rule};
    for (const auto& build : sliding.builds()) {
      anew.push(build);
    }
    followed.measure(sliding, rule.host_shrink);
    const HostOffsets measured(anew, rule.host_shrink);
    REQUIRE(followed.centre() == measured.centre());
    REQUIRE(followed.of(builds.back().host) == measured.of(builds.back().host));
  }
}

TEST_CASE("ten metrics that are judged together each need more, whatever the class") {
  const auto rule = judged_together(model::SeriesRule{}, 10);
  CHECK(rule.plain.limit == doctest::Approx(4.34).epsilon(.001));
  CHECK(rule.tidy.limit == doctest::Approx(3.60).epsilon(.001));
  CHECK(rule.ugly.limit == doctest::Approx(4.88).epsilon(.001));
  CHECK(rule.clip - rule.plain.limit == doctest::Approx(.2));
  CHECK(judged_together(model::SeriesRule{}, 1).plain.limit == 3.8);
}

} // namespace tidegate::analysis
