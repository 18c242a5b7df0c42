// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"
#include "model/policy.hpp"
#include "model/series.hpp"

namespace tidegate::analysis {

// What the policy says of one kind of metric, with the defaults of those that it does not name:
// build-time and image-size fail; cache-transfer, stage-time, step-time, cache-hit-ratio,
// health-score, ci-duration and ci-success-rate warn; ci-queue is told, not judged.
struct MetricRule {
  bool judged{true};
  model::OnFail on_fail{model::OnFail::fail};
  model::SeriesRule rule;
};

// `together`: so many metrics are judged at once (analysis/series/many_metrics.hpp).
MetricRule metric_rule(const model::Policy& policy, model::MetricKind kind, int together);

} // namespace tidegate::analysis
