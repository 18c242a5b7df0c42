// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

#include <cstddef>
#include <functional>

namespace tidegate::analysis {

struct BacktestOptions {
  model::SeriesRule rule{};
  bool confirm_with_next{false}; // where the series has no confirmations, the next value is one
};

using VerdictSink = std::function<void(const model::PointVerdict&)>;

// What the rule would have said over a past; `sink` (may be empty) gets each verdict,
// without its arithmetic.
model::SeriesBacktest
backtest(const model::Series& series, const BacktestOptions& options, const VerdictSink& sink = {});

} // namespace tidegate::analysis
