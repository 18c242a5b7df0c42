// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/visible_step.hpp"

#include <algorithm>
#include <cmath>

namespace tidegate::analysis {

double visible_step(const BaselineStatistics& statistics) {
  constexpr double sure = 2.326;          // 99 %, one-sided
  constexpr double median_error = 1.2533; // over that of a mean
  const double noise = std::sqrt(statistics.variance[longest_run]);
  const double needed = std::max(statistics.limits.limit * statistics.error[longest_run], 0.0);
  const double far = needed + sure * noise;
  const double least =
      std::max(statistics.floor, statistics.limits.record_factor * statistics.record[longest_run]);
  const double large = least / statistics.sigma + sure * median_error * noise;
  double step = std::max(far, large) * statistics.sigma;
  if (needed + statistics.mean > statistics.clip) { // beyond the clip the median alone decides
    step = std::max(
        step, statistics.clip * statistics.sigma + sure * median_error * noise * statistics.sigma);
  }
  return std::expm1(step);
}

} // namespace tidegate::analysis
