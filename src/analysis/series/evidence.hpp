// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/jump.hpp"
#include "analysis/series/statistics.hpp"
#include "model/series.hpp"

namespace tidegate::analysis {

// A build and the second measurement of it as they came, and what their CPU model adds.
struct MeasuredBuild {
  double value{0};
  std::optional<double> confirmation;
  double offset{0}; // logarithm
};

// The arithmetic of a verdict, for people.
model::SeriesEvidence evidence_of(const MeasuredBuild& build,
                                  const Jump& jump,
                                  double limit,
                                  const BaselineStatistics& statistics,
                                  const model::SeriesRule& rule);

} // namespace tidegate::analysis
