// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "analysis/series/host_offsets.hpp"
#include "analysis/series/run_records.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tidegate::analysis {

// What a baseline says of the next builds; logarithms, adjusted for the CPU model.
struct BaselineStatistics {
  std::size_t samples{0};
  double median{0};
  double centre{0};    // the median, or what may be crept
  double sigma{0};     // robust spread, the unit of all that is clipped
  double clip{0};      // sigmas
  double mean{0};      // of the clipped values, sigmas
  double single{0};    // standard deviation of one clipped value, for so few samples, sigmas
  double inflation{1}; // by autocorrelation
  double wander{0};    // slow waves, squared sigmas
  double highest{0};   // build, above the median
  double lowest{0};    // build, below the median
  double spread{0};    // sigma * single: standard deviation of one build
  bool crept{false};   // the centre is held at what may be crept
  model::SeriesClass kind{model::SeriesClass::plain};
  model::ClassLimits limits; // of the class
  double floor{0};           // least effect
  double slow{0};            // above the centre: the least that a value must be which makes red
  PerRun variance{};         // of the mean of m builds, squared sigmas
  PerRun error{};            // of its prediction, sigmas
  // Largest lower median of m neighbours, less the median; only where it was asked for.
  PerRun record{};

  [[nodiscard]] double clipped(double value) const;

  // Distance of `count` builds to the usual, in standard errors; `total` of their clipped values.
  [[nodiscard]] double evidence(double total, std::size_t count) const;
};

// The statistics in steps, since most builds need the first one alone. The baseline has 15 builds
// at least.
class BaselineMeasuring {
public:
  BaselineMeasuring(const Baseline& baseline,
                    const HostOffsets& offsets,
                    const model::SeriesRule& rule);

  // With the least errors that there can be, the limits of the class that is suspicious of more,
  // and some rounding: what is not suspicious by them is not suspicious.
  [[nodiscard]] const BaselineStatistics& rough() const { return rough_; }

  [[nodiscard]] BaselineStatistics complete();

  // Of what complete() measured: adjusted logarithms, oldest first.
  [[nodiscard]] std::span<const double> past() const { return past_; }

private:
  const Baseline& baseline_;
  const HostOffsets& offsets_;
  const model::SeriesRule& rule_;
  BaselineStatistics rough_;
  std::vector<double> adjusted_; // while CPU models are mixed
  std::span<const double> past_;
};

void add_records(std::span<const double> past, BaselineStatistics& statistics);

// With the records.
BaselineStatistics baseline_statistics(const Baseline& baseline,
                                       const HostOffsets& offsets,
                                       const model::SeriesRule& rule);

} // namespace tidegate::analysis
