// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_rules.hpp"

#include "analysis/series/many_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tidegate::analysis {
namespace {

using model::MetricKind;
using model::OnFail;

// What a person would not call slower, however even the series is.
double least_amount(MetricKind kind) {
  switch (model::unit_of(kind)) {
  case model::Unit::bytes:
    return 1e6;
  case model::Unit::ratio:
    return .02;
  case model::Unit::points:
    return 2;
  case model::Unit::seconds:
    break;
  }
  return kind == MetricKind::step_time ? .5 : 1;
}

OnFail usual_way(MetricKind kind) {
  const bool fails = kind == MetricKind::build_time || kind == MetricKind::image_size;
  return fails ? OnFail::fail : OnFail::warn;
}

OnFail at_most(OnFail most, OnFail wanted) {
  return most == OnFail::warn ? OnFail::warn : wanted;
}

model::SeriesRule
rule_of(const model::MetricPolicy& said, model::SeriesProfile profile, MetricKind kind) {
  auto rule = model::series_rule(said.profile.value_or(profile));
  if (said.floor) {
    rule.floor = std::log1p(std::max(0.0, *said.floor));
  } else if (model::more_is_better(kind)) { // a share of what is judged: 5 to 10 points
    rule.floor = std::min(rule.floor, std::log1p(.05));
  }
  rule.floor_absolute = std::max(0.0, said.floor_absolute.value_or(least_amount(kind)));
  if (said.min_samples) { // with fewer the statistics have nothing to stand on
    const auto wanted = static_cast<std::size_t>(std::max(0, *said.min_samples));
    rule.least_samples = std::clamp(wanted, rule.least_samples, rule.window);
  }
  return rule;
}

} // namespace

MetricRule metric_rule(const model::Policy& policy, MetricKind kind, int together) {
  const auto found = policy.metrics.find(kind);
  const model::MetricPolicy nothing;
  const auto& said = found == policy.metrics.end() ? nothing : found->second;
  const auto way = at_most(policy.on_fail, said.on_fail.value_or(usual_way(kind)));
  return {.judged = said.judged.value_or(kind != MetricKind::ci_queue),
          .on_fail = way,
          .on_inconclusive = at_most(way, policy.on_inconclusive),
          .on_creep = at_most(way, policy.on_creep),
          .rule = judged_together(rule_of(said, policy.profile, kind), together)};
}

} // namespace tidegate::analysis
