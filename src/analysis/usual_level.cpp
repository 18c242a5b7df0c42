// SPDX-License-Identifier: Apache-2.0
#include "analysis/usual_level.hpp"

#include "analysis/series/series_gate.hpp"

namespace tidegate::analysis {

std::optional<double> usual_level(const model::MetricPast& past,
                                  const model::MetricValue& value,
                                  const std::string& host,
                                  const model::SeriesRule& rule) {
  if (model::more_is_better(value.metric.kind)) {
    return std::nullopt;
  }
  SeriesGate gate(rule);
  auto accepted = past.accepted.begin();
  for (const model::MetricPoint& point : past.points) {
    for (; accepted != past.accepted.end() && accepted->at <= point.at; ++accepted) {
      gate.bless();
    }
    model::SeriesPoint next{.value = point.value, .host = point.host};
    if (point.again) {
      next.confirmation = {.value = *point.again, .host = point.host};
    }
    gate.next(next);
  }
  for (; accepted != past.accepted.end(); ++accepted) {
    gate.bless();
  }
  const auto verdict = gate.next({.value = value.value, .host = host}, Detail::full);
  return verdict.evidence ? std::optional(verdict.evidence->centre) : std::nullopt;
}

} // namespace tidegate::analysis
