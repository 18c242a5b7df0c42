// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/statistics.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace tidegate::analysis {

// What is asked about the newest build; logarithms, adjusted for the CPU model.
struct JumpQuestion {
  std::span<const double> newest; // builds, oldest first, the one that is judged last
  std::span<const double> past;   // the baseline, oldest first
  std::optional<double> confirmation;
  double limit{0}; // standard errors
};

struct Jump {
  bool suspicious{false};  // worth another measurement
  std::size_t builds{0};   // of the newest ones, that are slow together; 0: none
  std::size_t together{1}; // the same with the confirmation
  double evidence{0};      // of them, else of the newest with its confirmation
  double effect{0};        // ditto: their median as the class takes it, less the centre
  double lower_effect{0};  // ditto: their lower median

  [[nodiscard]] bool is_red() const { return suspicious && builds > 0; }
};

// The newest build is worth another measurement. `statistics` may be rough ones: then it is true
// more often.
bool is_suspicious(std::span<const double> newest, const BaselineStatistics& statistics);

Jump find_jump(const JumpQuestion& question,
               const BaselineStatistics& statistics,
               const model::SeriesRule& rule);

// Cheap, before the statistics are there: false where no value of them could make the build red or
// suspicious.
bool may_jump(double value, double centre, const model::SeriesRule& rule);

} // namespace tidegate::analysis
