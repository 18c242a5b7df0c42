// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"
#include "model/verdict.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a build is judged by over time: each metric of one thing in one situation is a series.
namespace tidegate::model {

enum class MetricKind {
  build_time,      // work: the whole command without reading and writing the cache
  cache_transfer,  // reading and writing the cache
  stage_time,      // in which a step of the stage was at work
  step_time,       // of one instruction, where it was executed
  image_size,      //
  cache_hit_ratio, // more is better
  health_score,    // more is better, 0 to 100
  ci_duration,     // of a workflow's runs, from GitHub
  ci_queue,        // until their jobs had a runner
  ci_success_rate  // more is better
};

// "build-time"; with a part: "stage-time build", "step-time build: RUN npm ci", "ci-duration CI".
struct Metric {
  MetricKind kind{MetricKind::build_time};
  std::string part{};

  bool operator==(const Metric&) const = default;
};

std::string to_text(const Metric& metric);
std::string_view to_text(MetricKind kind);
std::optional<MetricKind> parse_metric_kind(std::string_view text);
std::optional<Metric> parse_metric(std::string_view text);
Unit unit_of(MetricKind kind);
bool more_is_better(MetricKind kind);
// A build has several: of its stages, its steps; the runs of each workflow.
bool has_parts(MetricKind kind);

// `situation`: values of one metric are compared in the same one only. Of times, which steps were
// executed: "build from 3, final from 2"; "all cached"; empty where it does not matter.
struct MetricValue {
  Metric metric{};
  std::string situation{};
  double value{0}; // in unit_of(metric.kind)

  bool operator==(const MetricValue&) const = default;
};

// The same build made once more because it looked slower (`confirm`).
struct Remeasurement {
  Seconds duration{0};               // of the whole command
  std::vector<MetricValue> values{}; // what it measured
  std::string failure{};             // why it gives no values; empty: it does

  bool operator==(const Remeasurement&) const = default;
};

// One earlier value of a series.
struct MetricPoint {
  std::string event_id{};
  Time at{};
  std::string sha{};
  double value{0};
  std::string host{};            // CPU model and count; empty: unknown
  std::optional<double> again{}; // of the remeasurement

  bool operator==(const MetricPoint&) const = default;
};

// `tidegate bless`: from this time on the level of now is the usual one. Empty fields of the thing
// and an empty situation match all.
struct Acceptance {
  std::string event_id{};
  Time at{};
  std::string metric{}; // to_text(Metric), or of its kind alone: all parts
  std::string reason{};
  std::string actor{};
  std::string sha{};
  std::optional<double> after{}; // the level, in unit_of(metric)

  bool operator==(const Acceptance&) const = default;
};

// The past of one series, oldest first, without the build that is judged.
struct MetricPast {
  std::vector<MetricPoint> points{};
  std::vector<Acceptance> accepted{}; // oldest first
};

} // namespace tidegate::model
