// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/jump.hpp"

#include "analysis/series/medians.hpp"
#include "analysis/series/run_records.hpp"

#include <algorithm>
#include <span>

namespace tidegate::analysis {
namespace {

bool is_slow(double value, const BaselineStatistics& statistics) {
  return value - statistics.centre >= .5 * statistics.floor;
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
    jump.suspicious = is_suspicious(question_.newest, statistics_, rule_);
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
    const double evidence = statistics_.evidence(total, count);
    const double effect = lower_median(std::span(values).first(count)) - statistics_.centre;
    const bool is_far = evidence >= question_.limit
                        || (builds == model::SeriesRule::lookback
                            && effect >= statistics_.clip * statistics_.sigma);
    const bool found = count > 1 && is_far && effect >= statistics_.floor
                       && is_slow(question_.newest.back(), statistics_)
                       && (!question_.confirmation || is_slow(*question_.confirmation, statistics_))
                       && !has_been(effect, count);
    if (found || builds == 1) {
      jump.together = count;
      jump.evidence = evidence;
      jump.effect = effect;
    }
    return found;
  }

  // So many builds of the past were nearly as slow.
  [[nodiscard]] bool has_been(double effect, std::size_t count) const {
    return has_run_above(question_.past, count, effect / rule_.record_factor + statistics_.median);
  }

  const JumpQuestion& question_;
  const BaselineStatistics& statistics_;
  const model::SeriesRule& rule_;
  PerRun together_{}; // newest first
  double total_{0};   // of their clipped values
};

} // namespace

bool is_suspicious(std::span<const double> newest,
                   const BaselineStatistics& statistics,
                   const model::SeriesRule& rule) {
  if (!is_slow(newest.back(), statistics)) {
    return false;
  }
  const std::size_t most = std::min(model::SeriesRule::lookback, newest.size());
  double total = 0;
  for (std::size_t builds = 1; builds <= most; ++builds) {
    total += statistics.clipped(newest[newest.size() - builds]);
    if (statistics.evidence(total, builds) >= rule.suspicion) {
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
  return value - centre >= .5 * rule.floor;
}

} // namespace tidegate::analysis
