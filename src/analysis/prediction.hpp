// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/metric_rules.hpp"
#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>

namespace tidegate::analysis {

// A value that is to be judged.
struct NewValue {
  model::MetricValue measured{};
  std::string host{};            // CPU model and count; empty: unknown
  std::optional<double> again{}; // of the remeasurement
  std::optional<Time> at{};      // of the build; absent: after all that is past
};

// The rule "prediction": replays the past of the series through SeriesGate, with each acceptance at
// its time, and judges the value as the next one. The state of a gate is never stored: it follows
// from the log. Values of which more is better are judged by what is missing to the best
// (model/metric_scale.hpp); the values of the evidence are turned back, its shares and sigmas are
// of what was judged.
//
// A metric that only warns is red as a warning; what is not sure of it is told in the reason, and
// is neither inconclusive nor worth another build (one of many steps looks slow in most builds).
//
// A value that cannot be judged is inconclusive. Points that came twice (by event id) count once,
// and unordered ones are put in order by their times. What was accepted later than `at` takes the
// red of the value away. `since` of a regression that begins with the value itself has no event id,
// commit and time.
model::Verdict
judge_value(const NewValue& value, const model::MetricPast& past, const MetricRule& rule);

} // namespace tidegate::analysis
