// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric_backtest.hpp"
#include "model/policy.hpp"
#include "util/time.hpp"

#include <vector>

namespace tidegate::analysis {

struct LogBacktestOptions {
  Time since{};                  // what came before is learned from, and not told
  bool confirm_with_next{false}; // where a build was measured once, the next one of its machine
                                 // is the second measurement
};

struct MetricSeriesPast {
  model::MetricSeries series{};
  model::MetricPast past{}; // in order of time
};

// What the policy would have said over the past of one thing, by the rule "prediction": each series
// that it judges, replayed from the beginning with each acceptance at its time. As many metrics are
// taken to be judged at once as the newest build of a series has. A build of a pull request is
// judged by all that came before it, too. Series without a value since then are left out.
std::vector<model::MetricBacktest> backtest_thing(std::vector<MetricSeriesPast> thing,
                                                  const model::Policy& policy,
                                                  const LogBacktestOptions& options);

} // namespace tidegate::analysis
