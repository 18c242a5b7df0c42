// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/evidence.hpp"

#include "analysis/series/series_class.hpp"
#include "analysis/series/visible_step.hpp"

#include <cmath>

namespace tidegate::analysis {

model::SeriesEvidence evidence_of(const MeasuredBuild& build,
                                  const Jump& jump,
                                  double limit,
                                  const BaselineStatistics& statistics,
                                  const model::SeriesRule& rule) {
  const double error = statistics.error[jump.together];
  const auto at = [&](double sigmas) {
    return std::exp(statistics.centre + build.offset + sigmas * statistics.sigma);
  };
  return {.measured = build.value,
          .confirmed = build.confirmation,
          .centre = at(0),
          .spread = std::expm1(statistics.spread),
          .floor = std::expm1(statistics.floor),
          .record = jump.together > 1 ? std::expm1(statistics.record[jump.together]) : 0,
          .together = jump.together,
          .effect = std::expm1(jump.effect),
          .lower_effect = std::expm1(jump.lower_effect),
          .sigma = statistics.sigma,
          .mean = statistics.mean,
          .error = error,
          .standard_errors = jump.evidence,
          .limit = limit,
          .expected_low = at(statistics.mean - limit * error),
          .expected_high = at(statistics.mean + limit * error),
          .samples = statistics.samples,
          .crept = statistics.crept,
          .shape = shape_of(statistics, rule),
          .class_limits = statistics.limits,
          .slow = std::expm1(statistics.slow),
          .clip = statistics.clip,
          .variance = statistics.variance[jump.together],
          .single = statistics.single,
          .smallest_visible_step = visible_step(statistics)};
}

} // namespace tidegate::analysis
