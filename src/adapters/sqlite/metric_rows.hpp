// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "model/blessing.hpp"
#include "model/build.hpp"
#include "model/history.hpp"
#include "model/metric_backtest.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// One value of a build, and what measuring it again gave.
struct MetricRow {
  model::MetricValue measured;
  std::optional<double> again;
};

// Which series, and which part of it.
struct MetricQuestion {
  model::SeriesKey thing; // cache state and machine do not count
  model::Metric metric;
  std::string situation;
  model::PastScope scope;
  std::string except_id; // of the build that is judged
  int count{0};          // at most, the newest
};

// Values <-> rows of the metrics; no transactions, no policy. `build_row` is docker_builds.id.
Result<void> insert_metrics(Connection& connection,
                            const model::Build& build,
                            std::int64_t build_row,
                            const std::vector<MetricRow>& metrics);

// A second time is no change.
Result<void> insert_blessing(Connection& connection, const model::Blessing& blessing);

// Both oldest first; of the acceptances the newest 1,000, whenever they were made.
Result<model::MetricPast> select_metric_past(Connection& connection,
                                             const MetricQuestion& question);

// The series with a value since then, those of one thing one after another. A metric that this
// program does not know is left out.
Result<std::vector<model::MetricSeries>> select_series_since(Connection& connection, Time since);

} // namespace tidegate::sqlite
