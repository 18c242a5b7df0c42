// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_values.hpp"

namespace tidegate::analysis {

std::vector<model::MetricValue> metric_values(const model::Build& build) {
  if (build.outcome != model::Outcome::success || !build.duration || !build.phases) {
    return {};
  }
  const Seconds work = *build.duration - build.phases->cache_import - build.phases->cache_export;
  return {{.metric = {.kind = model::MetricKind::build_time, .part = {}},
           .situation = {},
           .value = work.count()}};
}

} // namespace tidegate::analysis
