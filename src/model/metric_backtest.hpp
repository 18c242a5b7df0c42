// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/history.hpp"
#include "model/metric.hpp"
#include "model/series.hpp"
#include "util/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a policy would have said over the own past.
namespace tidegate::model {

// Names one series of the own log; of the thing, cache state and machine do not count.
struct MetricSeries {
  SeriesKey thing{};
  Metric metric{};
  std::string situation{};

  bool operator==(const MetricSeries&) const = default;
};

// For people: "build-time (build from 3) of ghcr.io/o/app, linux/arm64, workflow ci, job image".
std::string name_of(const MetricSeries& series);
std::string name_of(const SeriesKey& thing);

// How a regression ended: not yet, by itself, by `tidegate bless`.
enum class RegressionEnd { open, fixed, accepted };

std::string_view to_text(RegressionEnd end); // open, fixed, accepted

// A regression with all of its red builds. The builds are named by their index in the series.
struct MetricEpisode {
  std::size_t first{0}; // opened it
  std::size_t last{0};  // the last red one
  std::size_t builds{0};
  RegressionEnd end{RegressionEnd::open};
  std::string first_sha{}; // "": unknown
  std::string last_sha{};
  Time first_at{};
  Time last_at{};
  std::optional<double> usual{}; // when it opened, in unit_of(metric), as for that machine
  std::optional<double> level{}; // ditto: of the builds that opened it

  bool operator==(const MetricEpisode&) const = default;
};

// A build that was not clear.
struct DoubtfulBuild {
  std::size_t index{0};
  std::string sha{};
  Time at{};
  double value{0}; // in unit_of(metric)

  bool operator==(const DoubtfulBuild&) const = default;
};

// One series. Only what falls into the span that was asked for; indices are those of all builds
// that the series has, from 0.
struct MetricBacktest {
  MetricSeries series{};
  SeriesBacktest outcome{}; // without its episodes; `points`: builds in the span
  bool red_fails{true};     // else a red build is a warning
  bool doubt_fails{false};  // so does an inconclusive one
  bool creep_fails{false};
  std::size_t together{1};                // metrics that are judged at once
  std::vector<std::string> red_commits{}; // as outcome.red
  std::vector<MetricEpisode> episodes{};  // with a red build in the span
  std::vector<DoubtfulBuild> doubtful{};  // as outcome.inconclusive
};

} // namespace tidegate::model
