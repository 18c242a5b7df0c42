// SPDX-License-Identifier: Apache-2.0
#include "model/metric_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidegate::model {
namespace {

double best_of(MetricKind kind) {
  return unit_of(kind) == Unit::points ? 100 : 1;
}

} // namespace

double judged_value(MetricKind kind, double value) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (!more_is_better(kind)) {
    return std::isfinite(value) && value > 0 ? value : none;
  }
  const double best = best_of(kind);
  return value >= 0 && value <= best ? 2 * best - value : none;
}

double shown_value(MetricKind kind, double judged) {
  if (!more_is_better(kind)) {
    return std::min(judged, std::numeric_limits<double>::max());
  }
  const double best = best_of(kind);
  return std::clamp(2 * best - judged, 0.0, best);
}

} // namespace tidegate::model
