// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"

#include "analysis/prediction_replay.hpp"
#include "analysis/prediction_text.hpp"
#include "model/metric_scale.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::OnFail;
using model::PointStatus;
using model::Status;

Status status_where(OnFail way, Status otherwise) {
  return way == OnFail::fail ? Status::fail : otherwise;
}

Status status_of(PointStatus status, const MetricRule& rule) {
  switch (status) {
  case PointStatus::red:
    return status_where(rule.on_fail, Status::warn);
  case PointStatus::learning:
    return Status::learning;
  case PointStatus::pass:
    return Status::pass;
  case PointStatus::inconclusive:
    if (rule.on_fail == OnFail::warn) {
      return Status::pass;
    }
    break;
  case PointStatus::invalid:
    break;
  }
  return status_where(rule.on_inconclusive, Status::inconclusive);
}

// A build is red above all of: the expected range, the floor, and the record of the past.
double limit_of(const model::SeriesEvidence& evidence) {
  return std::max(
      {evidence.expected_high,
       evidence.centre * (1 + evidence.floor),
       evidence.centre
           * std::pow(1 + std::max(0.0, evidence.record), evidence.class_limits.record_factor)});
}

model::SeriesEvidence turned_back(model::SeriesEvidence evidence, model::MetricKind kind) {
  for (double* const value :
       {&evidence.measured, &evidence.centre, &evidence.expected_low, &evidence.expected_high}) {
    *value = model::shown_value(kind, *value);
  }
  if (evidence.confirmed) {
    evidence.confirmed = model::shown_value(kind, *evidence.confirmed);
  }
  for (double* const figure :
       {&evidence.spread, &evidence.record, &evidence.effect, &evidence.smallest_visible_step}) {
    *figure = std::min(*figure, std::numeric_limits<double>::max()); // JSON knows no infinity
  }
  if (evidence.expected_low > evidence.expected_high) {
    std::swap(evidence.expected_low, evidence.expected_high);
  }
  return evidence;
}

class Judgement {
public:
  Judgement(const NewValue& value, const model::MetricPast& past, const MetricRule& rule)
      : value_(value),
        rule_(rule),
        kind_(value.measured.metric.kind),
        replay_(past, kind_, rule) {}

  model::Verdict run() {
    const auto point = replay_.judge(value_);
    verdict_.metric = model::to_text(value_.measured.metric);
    verdict_.rule = "prediction";
    verdict_.unit = model::unit_of(kind_);
    verdict_.situation = value_.measured.situation;
    verdict_.samples_wanted = static_cast<int>(rule_.rule.least_samples);
    verdict_.samples = static_cast<int>(point.samples);
    verdict_.status = status_of(point.status, rule_);
    if (point.status == PointStatus::invalid) {
      verdict_.reason = fmt::format("{}: {} is no value that can be judged",
                                    verdict_.metric,
                                    show_metric_value(value_.measured.value, verdict_.unit));
      return std::move(verdict_);
    }
    verdict_.measured = value_.measured.value;
    verdict_.measure_again = point.measure_again && rule_.on_fail == OnFail::fail;
    verdict_.news = told_news(value_, point, verdict_, replay_);
    if (point.status == PointStatus::learning || !point.evidence) {
      learn();
    } else {
      explain(point);
    }
    heed_creep();
    heed_acceptance();
    return std::move(verdict_);
  }

private:
  // Enough builds, and yet: none of this machine.
  void learn() {
    if (verdict_.samples >= verdict_.samples_wanted) {
      verdict_.samples_wanted = static_cast<int>(rule_.rule.host_builds);
      verdict_.samples =
          static_cast<int>(std::min(replay_.of_host(value_.host), rule_.rule.host_builds - 1));
      verdict_.reason = told_learning(value_, verdict_, replay_) + "; few of them on this machine";
    } else {
      verdict_.reason = told_learning(value_, verdict_, replay_);
    }
  }

  void explain(const model::PointVerdict& point) {
    verdict_.limit = model::shown_value(kind_, limit_of(*point.evidence));
    verdict_.samples = static_cast<int>(point.evidence->samples);
    verdict_.evidence = turned_back(*point.evidence, kind_);
    if (point.status == PointStatus::red && point.red_since) {
      verdict_.since = origin(*point.red_since);
    }
    verdict_.reason = told_comparison(value_, verdict_);
    if (point.status == PointStatus::inconclusive) {
      verdict_.reason += "; " + std::string(told_doubt(*point.evidence));
    }
  }

  [[nodiscard]] model::RegressionOrigin origin(std::size_t index) const {
    const auto& points = replay_.points();
    if (index >= points.size()) {
      return {};
    }
    const auto& point = *points[index];
    return {.event_id = point.event_id,
            .sha = point.sha,
            .at = point.at,
            .builds_ago = static_cast<int>(points.size() - index)};
  }

  // Told as a warning once, and failed on as long as it lasts.
  void heed_creep() {
    const auto creep = replay_.creep();
    if (!creep || verdict_.status > Status::warn) {
      return;
    }
    if (rule_.on_creep == OnFail::fail) {
      verdict_.status = Status::fail;
    } else if (creep->begins) {
      verdict_.status = std::max(verdict_.status, Status::warn);
    }
    if (verdict_.status >= Status::warn) {
      verdict_.reason = verdict_.news + "; " + verdict_.reason;
    }
  }

  void heed_acceptance() {
    if (const auto* const before = replay_.accepted_before(); before != nullptr) {
      verdict_.news = told_acceptance(*before);
      verdict_.reason = verdict_.news + "; " + verdict_.reason;
    }
    const auto* const accepted = replay_.accepted_later();
    if (accepted == nullptr || verdict_.status < Status::inconclusive) {
      return;
    }
    verdict_.status = Status::pass;
    verdict_.measure_again = false;
    verdict_.news = told_acceptance(*accepted);
    verdict_.reason = verdict_.news + "; " + verdict_.reason;
  }

  const NewValue& value_;
  const MetricRule& rule_;
  model::MetricKind kind_;
  PredictionReplay replay_;
  model::Verdict verdict_;
};

} // namespace

model::Verdict
judge_value(const NewValue& value, const model::MetricPast& past, const MetricRule& rule) {
  return Judgement(value, past, rule).run();
}

} // namespace tidegate::analysis
