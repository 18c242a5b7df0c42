// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"
#include "model/policy.hpp"
#include "model/series.hpp"

namespace tidegate::analysis {

// What the policy says of one kind of metric, with the defaults of those that it does not name:
// build-time and image-size fail; cache-transfer, stage-time, step-time, cache-hit-ratio,
// health-score, ci-duration and ci-success-rate warn; ci-queue is told, not judged. A policy that
// only warns makes all of them warn.
struct MetricRule {
  bool judged{true};
  model::OnFail on_fail{model::OnFail::fail};
  model::OnFail on_inconclusive{model::OnFail::warn}; // warn: told, no more
  model::OnFail on_creep{model::OnFail::warn};
  model::SeriesRule rule;
};

// `together`: so many metrics are judged at once (analysis/series/many_metrics.hpp).
MetricRule metric_rule(const model::Policy& policy, model::MetricKind kind, int together);

// The metrics of one build that are judged at once. Those that can fail the gate are one family of
// looks, all that are judged another: how many steps a Dockerfile has does not make the gate
// blinder.
class MetricFamilies {
public:
  void add(const MetricRule& rule) {
    all_ += rule.judged ? 1 : 0;
    failing_ += rule.judged && rule.on_fail == model::OnFail::fail ? 1 : 0;
  }

  // In the family of the rule.
  [[nodiscard]] int together(const MetricRule& rule) const {
    return rule.on_fail == model::OnFail::fail ? failing_ : all_;
  }

private:
  int failing_{0};
  int all_{0};
};

} // namespace tidegate::analysis
