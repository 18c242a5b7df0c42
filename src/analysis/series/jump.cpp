// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/jump.hpp"

#include "analysis/series/medians.hpp"
#include "analysis/series/run_records.hpp"

#include <algorithm>
#include <span>

namespace tidegate::analysis {
namespace {

bool is_slow(double value, const BaselineStatistics& statistics) {
  return value - statistics.centre >= statistics.slow;
}

class JumpSearch {
public:
  JumpSearch(const JumpQuestion& question,
             const BaselineStatistics& statistics,
             const model::SeriesRule& rule)
      : question_(question),
        statistics_(statistics),
        rule_(rule) {}

  [[nodiscard]] Jump run() {
    Jump jump;
    jump.suspicious = is_suspicious(question_.newest, statistics_);
    const std::size_t most = std::min(model::SeriesRule::lookback, question_.newest.size());
    for (std::size_t builds = 1; builds <= most && jump.builds == 0; ++builds) {
      const double value = question_.newest[question_.newest.size() - builds];
      total_ += statistics_.clipped(value);
      together_[builds - 1] = value;
      if (look(builds, jump)) {
        jump.builds = builds;
      }
    }
    return jump;
  }

private:
  // Without a second measurement the build before serves as one.
  bool look(std::size_t builds, Jump& jump) const {
    double total = total_;
    std::size_t count = builds;
    PerRun values = together_;
    if (question_.confirmation) {
      values[count++] = *question_.confirmation;
      total += statistics_.clipped(*question_.confirmation);
    }
    const Jump seen = measured(total, std::span(values).first(count));
    const bool found = count > 1 && builds >= statistics_.limits.least_builds
                       && is_far(seen, builds) && seen.effect >= statistics_.floor
                       && is_slow(question_.newest.back(), statistics_)
                       && (!question_.confirmation || is_slow(*question_.confirmation, statistics_))
                       && !has_been(seen.lower_effect, count);
    if (found || builds == 1) {
      jump.together = seen.together;
      jump.evidence = seen.evidence;
      jump.effect = seen.effect;
      jump.lower_effect = seen.lower_effect;
    }
    return found;
  }

  // Sorts the values.
  [[nodiscard]] Jump measured(double total, std::span<double> values) const {
    const double lower = lower_median(values);
    const double middle =
        statistics_.limits.by_lower_median ? lower : median_of_sorted(values); // sorted by now
    return {.together = values.size(),
            .evidence = statistics_.evidence(total, values.size()),
            .effect = middle - statistics_.centre,
            .lower_effect = lower - statistics_.centre};
  }

  [[nodiscard]] bool is_far(const Jump& seen, std::size_t builds) const {
    return seen.evidence >= question_.limit
           || (builds == model::SeriesRule::lookback
               && seen.lower_effect >= rule_.plateau_sigmas * statistics_.sigma);
  }

  // So many builds of the past were nearly as slow.
  [[nodiscard]] bool has_been(double effect, std::size_t count) const {
    return has_run_above(
        question_.past, count, effect / statistics_.limits.record_factor + statistics_.median);
  }

  const JumpQuestion& question_;
  const BaselineStatistics& statistics_;
  const model::SeriesRule& rule_;
  PerRun together_{}; // newest first
  double total_{0};   // of their clipped values
};

} // namespace

bool is_suspicious(std::span<const double> newest, const BaselineStatistics& statistics) {
  if (!is_slow(newest.back(), statistics)) {
    return false;
  }
  const std::size_t most = std::min(model::SeriesRule::lookback, newest.size());
  double total = 0;
  for (std::size_t builds = 1; builds <= most; ++builds) {
    total += statistics.clipped(newest[newest.size() - builds]);
    if (statistics.evidence(total, builds) >= statistics.limits.suspicion) {
      return true;
    }
  }
  return false;
}

Jump find_jump(const JumpQuestion& question,
               const BaselineStatistics& statistics,
               const model::SeriesRule& rule) {
  return JumpSearch(question, statistics, rule).run();
}

bool may_jump(double value, double centre, const model::SeriesRule& rule) {
  const double share =
      std::min({rule.tidy.slow_share, rule.plain.slow_share, rule.ugly.slow_share});
  return value - centre >= share * rule.floor;
}

} // namespace tidegate::analysis
