// SPDX-License-Identifier: Apache-2.0
#include "model/metric.hpp"

#include <algorithm>
#include <array>

namespace tidegate::model {
namespace {

struct KindFacts {
  MetricKind kind;
  std::string_view name;
  Unit unit;
  bool more_is_better;
};

constexpr std::array facts{
    KindFacts{MetricKind::build_time, "build-time", Unit::seconds, false},
    KindFacts{MetricKind::cache_transfer, "cache-transfer", Unit::seconds, false},
    KindFacts{MetricKind::stage_time, "stage-time", Unit::seconds, false},
    KindFacts{MetricKind::step_time, "step-time", Unit::seconds, false},
    KindFacts{MetricKind::image_size, "image-size", Unit::bytes, false},
    KindFacts{MetricKind::cache_hit_ratio, "cache-hit-ratio", Unit::ratio, true},
    KindFacts{MetricKind::health_score, "health-score", Unit::points, true},
    KindFacts{MetricKind::ci_duration, "ci-duration", Unit::seconds, false},
    KindFacts{MetricKind::ci_queue, "ci-queue", Unit::seconds, false},
    KindFacts{MetricKind::ci_success_rate, "ci-success-rate", Unit::ratio, true},
};

const KindFacts& facts_of(MetricKind kind) {
  return *std::ranges::find(facts, kind, &KindFacts::kind);
}

} // namespace

std::string_view to_text(MetricKind kind) {
  return facts_of(kind).name;
}

std::string to_text(const Metric& metric) {
  std::string text(to_text(metric.kind));
  return metric.part.empty() ? text : text + " " + metric.part;
}

std::optional<MetricKind> parse_metric_kind(std::string_view text) {
  const auto* const found = std::ranges::find(facts, text, &KindFacts::name);
  return found == facts.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<Metric> parse_metric(std::string_view text) {
  const auto space = text.find(' ');
  const auto kind = parse_metric_kind(text.substr(0, space));
  if (!kind) {
    return std::nullopt;
  }
  return Metric{.kind = *kind,
                .part = space == std::string_view::npos ? std::string()
                                                        : std::string(text.substr(space + 1))};
}

Unit unit_of(MetricKind kind) {
  return facts_of(kind).unit;
}

bool has_parts(MetricKind kind) {
  switch (kind) {
  case MetricKind::stage_time:
  case MetricKind::step_time:
  case MetricKind::ci_duration:
  case MetricKind::ci_queue:
  case MetricKind::ci_success_rate:
    return true;
  default:
    return false;
  }
}

bool more_is_better(MetricKind kind) {
  return facts_of(kind).more_is_better;
}

} // namespace tidegate::model
