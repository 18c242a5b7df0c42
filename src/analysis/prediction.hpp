// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/metric_rules.hpp"
#include "model/metric.hpp"
#include "model/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// A value that is to be judged.
struct NewValue {
  model::MetricValue measured;
  std::string host;            // CPU model and count; empty: unknown
  std::optional<double> again; // of the remeasurement
};

// The rule "prediction": replays the past of the series through SeriesGate, with each acceptance at
// its time, and judges the value as the next one. The state of a gate is never stored: it follows
// from the log. Values of which more is better are judged by what is missing to the best.
model::Verdict
judge_value(const NewValue& value, const model::MetricPast& past, const MetricRule& rule);

} // namespace tidegate::analysis
