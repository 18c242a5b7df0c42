// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"

namespace tidegate::model {

// The statistical rule wants values of which more is worse, and compares their logarithms. Where
// more is better, a value v is judged as 2 * best - v (best: 1 of a ratio, 100 points): the best is
// judged as `best` itself, each point missing adds one, and no logarithm comes near zero. Shares of
// such values ("+10 %") are shares of what is judged: from 90 points on, judged as 110, they are 11
// points. All other values are judged as they are.

// NaN where the value cannot be judged: not finite, not positive, or better than the best.
double judged_value(MetricKind kind, double value);

// The way back; a limit or an expectation that no value can have becomes the nearest that one can.
double shown_value(MetricKind kind, double judged);

} // namespace tidegate::model
