// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric_backtest.hpp"
#include "model/series.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>

namespace tidegate::codec {

// One row of JSON Lines: {"series", "values", "timestamps"?, "hosts"?, "confirmations"?}; other
// keys are passed over. What is no number in `values` (NaN and Infinity as Python writes them among
// it) is kept as NaN, so that every value keeps its place. Error: usage; the row cannot be used.
Result<model::Series> parse_series(std::string_view line);

// templates/schemas/backtest.schema.json, one line.
std::string to_json(const model::SeriesBacktest& outcome);

// The same of a series of the own log, with its commits, its thing and its episodes.
std::string to_json(const model::MetricBacktest& told);

} // namespace tidegate::codec
