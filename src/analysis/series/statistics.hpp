// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "analysis/series/host_offsets.hpp"
#include "analysis/series/run_records.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <vector>

namespace tidegate::analysis {

// What a baseline says of the next builds; logarithms, adjusted for the CPU model.
struct BaselineStatistics {
  std::size_t samples{0};
  double centre{0};
  double sigma{0};     // robust spread, the unit of all that is clipped
  double clip{0};      // sigmas
  double mean{0};      // of the clipped values, sigmas
  double single{0};    // standard deviation of one clipped value, for so few samples, sigmas
  double inflation{1}; // by autocorrelation
  double spread{0};    // sigma * single: standard deviation of one build
  double floor{0};     // least effect
  bool crept{false};   // the centre is held at what may be crept
  PerRun variance{};   // of the mean of m builds, squared sigmas
  PerRun error{};      // of its prediction, sigmas
  PerRun record{};     // largest lower median of m neighbours, less the centre

  [[nodiscard]] double clipped(double value) const;

  // Distance of `count` builds to the usual, in standard errors; `total` of their clipped values.
  [[nodiscard]] double evidence(double total, std::size_t count) const;
};

// The statistics in two steps, since the errors are most of the work and most builds do not need
// them. The baseline has 15 builds at least.
class BaselineMeasuring {
public:
  BaselineMeasuring(const Baseline& baseline,
                    const HostOffsets& offsets,
                    const model::SeriesRule& rule);

  // With the least errors that there can be: what is not suspicious by them is not suspicious.
  [[nodiscard]] const BaselineStatistics& rough() const { return rough_; }

  [[nodiscard]] BaselineStatistics complete() const;

private:
  BaselineStatistics rough_;
  std::vector<double> deviations_; // of the clipped values from their mean, oldest first
};

BaselineStatistics baseline_statistics(const Baseline& baseline,
                                       const HostOffsets& offsets,
                                       const model::SeriesRule& rule);

} // namespace tidegate::analysis
