// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/series_gate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

// The life of a regression: how it opens, how each build is weighed while it is open, and how it
// ends.
namespace tidegate::analysis {

using model::PointStatus;

void SeriesGate::open(const Build& build,
                      std::size_t builds,
                      Regression regression,
                      model::PointVerdict& verdict) {
  std::optional<double> confirmation;
  if (build.confirmation) {
    confirmation = regression.offsets().adjusted(*build.confirmation);
  }
  regression.begin({.builds = std::span(run_).last(builds),
                    .values = std::span(run_values_).last(builds),
                    .confirmation = confirmation});
  frozen_ = baseline_.builds();
  // What waited before them is past; they never enter the baseline.
  const std::size_t theirs = std::min(builds - 1, waiting_.size());
  waiting_.resize(waiting_.size() - theirs);
  flush_waiting();
  run_.clear();
  run_values_.clear();
  verdict.status = PointStatus::red;
  verdict.red_since = verdict.index;
  regression_ = std::move(regression);
}

void SeriesGate::weigh(const Build& build, model::PointVerdict& verdict) {
  std::optional<double> confirmation;
  if (build.confirmation) {
    confirmation = regression_->offsets().adjusted(*build.confirmation);
  }
  const double odds_before = regression_->odds();
  const double level = regression_->level().median();
  const auto step = regression_->weigh({.raw = build.raw, .confirmation = confirmation}, rule_);
  verdict.red_since = regression_->since();
  explain_open(build, verdict);
  if (verdict.evidence) {
    verdict.evidence->odds_before = odds_before;
    verdict.evidence->level = std::exp(level + regression_->offsets().of(build.raw.host));
  }
  if (step == Regression::Step::stays) {
    verdict.status = PointStatus::red;
    verdict.measure_again = regression_->is_doubtful() && !build.confirmation;
    return;
  }
  close(step == Regression::Step::closes, build, verdict);
}

void SeriesGate::explain_open(const Build& build, model::PointVerdict& verdict) const {
  if (build.detail != Detail::full) {
    return;
  }
  const auto& statistics = regression_->statistics();
  const double value = regression_->offsets().adjusted(build.raw);
  const Jump alone{.suspicious = false,
                   .builds = 0,
                   .together = 1,
                   .evidence = statistics.evidence(statistics.clipped(value), 1),
                   .effect = value - statistics.centre,
                   .lower_effect = value - statistics.centre};
  verdict.evidence = evidence_of(build.measured(regression_->offsets().of(build.raw.host)),
                                 alone,
                                 statistics.limits.limit,
                                 statistics,
                                 rule_);
  verdict.evidence->odds = regression_->odds();
  verdict.evidence->left_out = left_out();
  add_past(build, regression_->offsets(), *verdict.evidence);
}

// A step that was less than the floor, and a short one, were noise: the baseline learns them.
void SeriesGate::close(bool upheld, const Build& build, model::PointVerdict& verdict) {
  if (!upheld || regression_->was_noise(rule_)) {
    for (const double value : regression_->level().values()) {
      baseline_.push({.value = value, .host = build.raw.host});
    }
  }
  regression_.reset();
  closed_at_.push_back(verdict.index);
  verdict.closed = true;
  verdict.status = PointStatus::pass;
  accept(build.raw);
}

void SeriesGate::bless() {
  closed_at_.clear();
  creeping_ = false;
  if (!regression_) {
    baseline_.restart_anchor();
    return;
  }
  // From the median, not from the centre, which the creep may hold down.
  const double step = regression_->level().median() - regression_->statistics().median;
  const auto& builds = regression_->builds();
  move_baseline(step, baseline_.size(), {builds.begin(), builds.end()});
  regression_.reset();
}

} // namespace tidegate::analysis
