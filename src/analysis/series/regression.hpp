// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/host_offsets.hpp"
#include "analysis/series/sorted_window.hpp"
#include "analysis/series/statistics.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <utility>

namespace tidegate::analysis {

// A regression that is open: its baseline is frozen, and each build is weighed between the old and
// the new level (a sequential probability ratio test).
class Regression {
public:
  enum class Step { stays, closes, not_upheld };

  struct Build {
    LoggedBuild raw;
    std::optional<double> confirmation; // adjusted
  };

  Regression(std::size_t since, BaselineStatistics statistics, HostOffsets offsets)
      : since_(since),
        statistics_(statistics),
        offsets_(std::move(offsets)) {}

  struct Opening {
    std::span<const LoggedBuild> builds; // as they came
    std::span<const double> values;      // the same, adjusted when they came
    std::optional<double> confirmation;  // adjusted; tells the level too, and is no build
  };

  void begin(const Opening& opening);

  Step weigh(const Build& build, const model::SeriesRule& rule);

  [[nodiscard]] std::size_t since() const { return since_; }

  [[nodiscard]] const BaselineStatistics& statistics() const { return statistics_; }

  [[nodiscard]] const HostOffsets& offsets() const { return offsets_; }

  // Adjusted logarithms since it began, the newest of them, without what closed it.
  [[nodiscard]] const SortedWindow& level() const { return level_; }

  // Of one that was closed: it was short, and its values were no level.
  [[nodiscard]] bool was_noise(const model::SeriesRule& rule) const;

  // The builds of them as they came.
  [[nodiscard]] const std::deque<LoggedBuild>& builds() const { return builds_; }

  [[nodiscard]] double odds() const { return odds_; } // logarithm, for the old level

  // The newest build looked like the old level, and did not close it.
  [[nodiscard]] bool is_doubtful() const { return doubtful_; }

private:
  bool is_closed_by(const Build& build, const model::SeriesRule& rule);
  [[nodiscard]] bool is_upheld(const model::SeriesRule& rule) const;

  std::size_t since_;
  BaselineStatistics statistics_;
  HostOffsets offsets_;
  SortedWindow level_;
  std::deque<LoggedBuild> builds_;
  double odds_{0};
  bool doubtful_{false};
};

} // namespace tidegate::analysis
