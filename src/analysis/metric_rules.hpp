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

} // namespace tidegate::analysis
