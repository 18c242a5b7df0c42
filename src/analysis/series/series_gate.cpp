// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/series_gate.hpp"

#include "analysis/series/creep.hpp"
#include "analysis/series/level_drop.hpp"
#include "analysis/series/series_class.hpp"
#include "analysis/series/statistics.hpp"
#include "analysis/series/visible_step.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::PointStatus;

bool is_valid(double value) {
  return std::isfinite(value) && value > 0;
}

} // namespace

model::PointVerdict SeriesGate::next(const model::SeriesPoint& point, Detail detail) {
  model::PointVerdict verdict{.index = points_++, .samples = baseline_.size()};
  const auto build = read(point, detail);
  if (!build) {
    ++invalid_;
  } else if (regression_) {
    weigh(*build, verdict);
  } else {
    judge(*build, verdict);
  }
  return verdict;
}

std::optional<SeriesGate::Build> SeriesGate::read(const model::SeriesPoint& point, Detail detail) {
  if (!is_valid(point.value)) {
    return std::nullopt;
  }
  Build build{.raw = {.value = std::log(point.value), .host = host_number(point.host)},
              .confirmation = {},
              .point = point,
              .detail = detail};
  if (point.confirmation && is_valid(point.confirmation->value)) {
    build.confirmation = {.value = std::log(point.confirmation->value),
                          .host = host_number(point.confirmation->host)};
  }
  return build;
}

MeasuredBuild SeriesGate::Build::measured(double offset) const {
  MeasuredBuild build{.value = point.value, .confirmation = {}, .offset = offset};
  if (point.confirmation && is_valid(point.confirmation->value)) {
    build.confirmation = point.confirmation->value;
  }
  return build;
}

std::size_t SeriesGate::host_number(const std::string& host) {
  return host.empty() ? 0 : hosts_.try_emplace(host, hosts_.size() + 1).first->second;
}

void SeriesGate::learn(LoggedBuild build, model::PointVerdict& verdict) {
  verdict.status = PointStatus::learning;
  baseline_.push(build);
  flush_waiting();
  run_.clear();
  run_values_.clear();
}

void SeriesGate::flush_waiting() {
  for (const auto& build : waiting_) {
    baseline_.push(build);
  }
  waiting_.clear();
}

void SeriesGate::judge(Build build, model::PointVerdict& verdict) {
  const auto is_unknown = [this](const LoggedBuild& asked) {
    return asked.host != 0 && baseline_.of_host(asked.host) < rule_.host_builds;
  };
  if (baseline_.size() < rule_.least_samples || is_unknown(build.raw)) {
    learn(build.raw, verdict);
    return;
  }
  if (build.confirmation && is_unknown(*build.confirmation)) {
    build.confirmation.reset();
  }
  offsets_.measure(baseline_, rule_.host_shrink);
  remember(build.raw);
  verdict.status = PointStatus::pass;
  const auto drop = measure_and_judge(build, verdict);
  if (verdict.status == PointStatus::red) {
    return;
  }
  accept(build.raw);
  look_for_creep(verdict);
  if (drop) {
    follow_drop(*drop, verdict);
  }
}

void SeriesGate::remember(LoggedBuild build) {
  const std::size_t most = std::max(model::SeriesRule::lookback, rule_.drop_builds);
  if (run_.size() == most) {
    run_.erase(run_.begin());
    run_values_.erase(run_values_.begin());
  }
  run_.push_back(build);
  run_values_.push_back(offsets_.adjusted(build));
}

// The statistics are most of the work, and most builds do not need them.
std::optional<double> SeriesGate::measure_and_judge(const Build& build,
                                                    model::PointVerdict& verdict) {
  const double centre = offsets_.centre();
  const double held = std::min(centre, baseline_.anchor().value_or(centre) + rule_.creep);
  const bool matters = build.detail == Detail::full || may_drop(run_values_, centre, rule_);
  if (!matters && !may_jump(run_values_.back(), held, rule_)) {
    return std::nullopt;
  }
  BaselineMeasuring measuring(baseline_, offsets_, rule_);
  if (!matters && !is_suspicious(judged_together(), measuring.rough())) {
    return std::nullopt;
  }
  auto statistics = measuring.complete();
  judge_jump(build, measuring.past(), statistics, verdict);
  return find_drop_of_run(statistics);
}

// What became faster is in the baseline in part, where it would hide: a short one would never
// follow. In a long one it is too few, and to leave it out costs the most of a verdict.
std::optional<double> SeriesGate::find_drop_of_run(const BaselineStatistics& statistics) const {
  if (!may_drop(run_values_, statistics.centre, rule_)) {
    return std::nullopt;
  }
  constexpr std::size_t long_enough = 100;
  if (baseline_.size() >= long_enough) {
    return find_drop(run_values_, statistics, rule_);
  }
  const std::size_t before = run_.size() - 1;
  auto builds = baseline_.builds();
  builds.resize(builds.size()
                - std::min(builds.size(), before - std::min(before, waiting_.size())));
  if (builds.size() < rule_.least_samples) {
    return find_drop(run_values_, statistics, rule_);
  }
  Baseline earlier(rule_);
  earlier.refill(builds);
  return find_drop(run_values_, BaselineMeasuring(earlier, offsets_, rule_).complete(), rule_);
}

std::span<const double> SeriesGate::judged_together() const {
  return std::span(run_values_).last(std::min(run_values_.size(), model::SeriesRule::lookback));
}

void SeriesGate::judge_jump(const Build& build,
                            std::span<const double> past,
                            BaselineStatistics& statistics,
                            model::PointVerdict& verdict) {
  std::optional<double> confirmation;
  if (build.confirmation) {
    confirmation = offsets_.adjusted(*build.confirmation);
  }
  const double limit = statistics.limits.limit + raised_limit();
  const Jump jump = find_jump(
      {.newest = judged_together(), .past = past, .confirmation = confirmation, .limit = limit},
      statistics,
      rule_);
  verdict.measure_again = jump.suspicious && !build.confirmation;
  const bool told = build.detail == Detail::full
                    || (build.detail == Detail::brief && (jump.suspicious || jump.is_red()));
  if (told || jump.is_red()) {
    add_records(past, statistics);
  }
  if (told) {
    verdict.evidence =
        evidence_of(build.measured(offsets_.of(build.raw.host)), jump, limit, statistics, rule_);
    verdict.evidence->left_out = left_out();
    add_past(build, offsets_, *verdict.evidence);
  }
  if (jump.is_red()) {
    open(build, jump.builds, Regression(verdict.index, statistics, offsets_), verdict);
  } else if (jump.suspicious) {
    verdict.status = PointStatus::inconclusive;
  }
}

void SeriesGate::add_past(const Build& build,
                          const HostOffsets& offsets,
                          model::SeriesEvidence& evidence) const {
  if (build.detail != Detail::full) {
    return;
  }
  const double offset = offsets.of(build.raw.host);
  for (const auto& past : regression_ ? frozen_ : baseline_.builds()) {
    evidence.past.push_back(std::exp(offsets.adjusted(past) + offset));
  }
}

void SeriesGate::accept(LoggedBuild build) {
  waiting_.push_back(build);
  if (waiting_.size() > model::SeriesRule::lookback - 1) {
    baseline_.push(waiting_.front());
    waiting_.erase(waiting_.begin());
  }
}

void SeriesGate::look_for_creep(model::PointVerdict& verdict) {
  const bool before = std::exchange(creeping_, has_crept(baseline_, waiting_, offsets_, rule_));
  verdict.creeping = creeping_ && !before;
}

void SeriesGate::follow_drop(double drop, model::PointVerdict& verdict) {
  const std::size_t theirs = run_.size() - std::min(run_.size(), waiting_.size());
  move_baseline(drop, baseline_.size() - std::min(baseline_.size(), theirs), run_);
  verdict.rebased = true;
}

// The older builds move along, so that the spread, the tails and the records are kept.
void SeriesGate::move_baseline(double step,
                               std::size_t older,
                               const std::vector<LoggedBuild>& newest) {
  auto builds = baseline_.builds();
  builds.resize(older);
  for (auto& build : builds) {
    build.value += step;
  }
  builds.insert(builds.end(), newest.begin(), newest.end());
  baseline_.refill(builds);
  waiting_.clear();
  run_.clear();
  run_values_.clear();
}

double SeriesGate::raised_limit() {
  const std::size_t now = points_ - 1;
  while (!closed_at_.empty() && now - closed_at_.front() > rule_.cry_wolf_window) {
    closed_at_.pop_front();
  }
  const std::size_t wolves = std::min(rule_.cry_wolf_most, closed_at_.size());
  return rule_.cry_wolf_rise * static_cast<double>(wolves);
}

model::LeftOut SeriesGate::left_out() const {
  return {.waiting = waiting_.size(),
          .alerting = regression_ ? regression_->builds().size() : 0,
          .older = baseline_.left_behind(),
          .invalid = invalid_};
}

std::optional<BaselineStatistics> SeriesGate::statistics_now() const {
  if (baseline_.size() < rule_.least_samples) {
    return std::nullopt;
  }
  return regression_
             ? regression_->statistics()
             : baseline_statistics(baseline_, HostOffsets(baseline_, rule_.host_shrink), rule_);
}

std::optional<double> SeriesGate::smallest_visible_step() const {
  const auto statistics = statistics_now();
  return statistics ? std::optional(visible_step(*statistics)) : std::nullopt;
}

std::optional<model::SeriesShape> SeriesGate::shape() const {
  const auto statistics = statistics_now();
  return statistics ? std::optional(shape_of(*statistics, rule_)) : std::nullopt;
}

std::optional<std::size_t> SeriesGate::red_since() const {
  return regression_ ? std::optional(regression_->since()) : std::nullopt;
}

} // namespace tidegate::analysis
