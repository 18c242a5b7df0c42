// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction_replay.hpp"

#include "analysis/series/medians.hpp"
#include "model/metric_scale.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <string_view>
#include <unordered_set>

namespace tidegate::analysis {
namespace {

constexpr std::size_t newest_builds = 20; // as creep is found

// A clock that jumped must not put an acceptance at the wrong build.
std::vector<const model::MetricPoint*> in_order(const std::vector<model::MetricPoint>& points) {
  std::vector<const model::MetricPoint*> kept;
  std::unordered_set<std::string_view> seen;
  kept.reserve(points.size());
  // Ids begin with the time: mostly they rise, and need no set.
  const bool rise = std::ranges::adjacent_find(
                        points, std::ranges::greater_equal{}, &model::MetricPoint::event_id)
                    == points.end();
  for (const auto& point : points) {
    if (rise || point.event_id.empty() || seen.insert(point.event_id).second) {
      kept.push_back(&point);
    }
  }
  if (!std::ranges::is_sorted(kept, {}, &model::MetricPoint::at)) {
    std::ranges::stable_sort(kept, {}, &model::MetricPoint::at);
  }
  return kept;
}

std::vector<const model::Acceptance*> in_order(const std::vector<model::Acceptance>& accepted) {
  std::vector<const model::Acceptance*> kept;
  kept.reserve(accepted.size());
  for (const auto& each : accepted) {
    kept.push_back(&each);
  }
  std::ranges::stable_sort(kept, {}, &model::Acceptance::at);
  return kept;
}

} // namespace

PredictionReplay::PredictionReplay(const model::MetricPast& past,
                                   model::MetricKind kind,
                                   const MetricRule& rule)
    : kind_(kind),
      rule_(rule.rule),
      gate_(rule.rule),
      points_(in_order(past.points)),
      accepted_(in_order(past.accepted)) {
  values_.reserve(points_.size() + 1);
}

void PredictionReplay::go_through(const VerdictSink& sink) {
  for (const auto* const point : points_) {
    accept_until(point->at);
    forget_promise(point->at);
    const auto verdict = take(point->value, point->host, point->again);
    if (sink) {
      sink(verdict);
    }
  }
}

void PredictionReplay::replay(const VerdictSink& sink) {
  detail_ = Detail::brief;
  go_through(sink);
  accept_until(Time::max());
}

model::PointVerdict PredictionReplay::judge(const NewValue& value) {
  go_through({});
  if (value.at) {
    accept_until(*value.at);
    forget_promise(*value.at);
    accepted_later_ = next_accepted_ < accepted_.size() ? accepted_.back() : nullptr;
  } else if (!accepted_.empty()) {
    accept_until(Time::max());
  }
  detail_ = Detail::full;
  return take(value.measured.value, value.host, value.again);
}

model::PointVerdict
PredictionReplay::take(double value, const std::string& host, std::optional<double> again) {
  model::SeriesPoint point{
      .value = model::judged_value(kind_, value), .host = host, .confirmation = {}};
  if (again) {
    point.confirmation = {.value = model::judged_value(kind_, *again), .host = host};
  }
  if (std::isfinite(point.value)) {
    values_.push_back(point.value);
  }
  auto verdict = gate_.next(point, detail_);
  if (verdict.red_since == verdict.index) {
    opened_ = values_.size() - 1;
  }
  heed_promise(point.value, verdict);
  creep_begins_ = verdict.creeping;
  creeps_ = creeps_ || verdict.creeping;
  if (verdict.rebased) {
    anchor_ = values_.size() - std::min(values_.size(), rule_.drop_builds);
    creeps_ = false;
  }
  return verdict;
}

void PredictionReplay::accept_until(Time time) {
  while (next_accepted_ < accepted_.size() && accepted_[next_accepted_]->at < time) {
    accept(*accepted_[next_accepted_++]);
  }
}

void PredictionReplay::accept(const model::Acceptance& accepted) {
  // Where nothing is red yet the level is still to come: it was accepted on a branch, to be merged.
  const auto metric = model::parse_metric(accepted.metric);
  const bool of_one = metric && (!metric->part.empty() || !model::has_parts(metric->kind));
  promised_ = !gate_.red_since() && accepted.after && of_one ? &accepted : nullptr;
  anchor_ = gate_.red_since() ? opened_ : values_.size();
  gate_.bless();
  creeps_ = false;
}

// A branch that was never merged must not excuse what comes much later.
void PredictionReplay::forget_promise(Time now) {
  constexpr std::chrono::days longest_review{30};
  if (promised_ != nullptr && now > promised_->at + longest_review) {
    promised_ = nullptr;
  }
}

void PredictionReplay::heed_promise(double value, model::PointVerdict& verdict) {
  accepted_before_ = nullptr;
  const bool is_slow =
      verdict.status == model::PointStatus::inconclusive || verdict.red_since == verdict.index;
  if (promised_ == nullptr || !is_slow
      || value > model::judged_value(kind_, *promised_->after) * std::exp(rule_.floor)) {
    return;
  }
  accepted_before_ = promised_;
  if (verdict.red_since) {
    anchor_ = opened_;
    gate_.bless();
    verdict.red_since.reset();
    promised_ = nullptr;
  }
  verdict.status = model::PointStatus::pass;
  verdict.measure_again = false;
}

std::size_t PredictionReplay::of_host(const std::string& host) const {
  return static_cast<std::size_t>(std::ranges::count(points_, host, &model::MetricPoint::host));
}

std::optional<double> PredictionReplay::level(std::size_t newest) const {
  if (values_.empty()) {
    return std::nullopt;
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min(newest, values_.size()));
  return median_of({values_.end() - count, values_.end()});
}

std::optional<Creep> PredictionReplay::creep() const {
  if (!creeps_ || anchor_ >= values_.size()) {
    return std::nullopt;
  }
  const auto since = values_.begin() + static_cast<std::ptrdiff_t>(anchor_);
  const auto builds = values_.size() - anchor_;
  const auto anchored = static_cast<std::ptrdiff_t>(std::min(builds, rule_.anchor_builds));
  const double rise =
      *level(std::min(builds, newest_builds)) / median_of({since, since + anchored});
  if (!creep_begins_ && std::log(rise) < rule_.creep) {
    return std::nullopt; // it went back
  }
  return Creep{.begins = creep_begins_, .rise = rise - 1, .builds = builds};
}

} // namespace tidegate::analysis
