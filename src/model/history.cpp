// SPDX-License-Identifier: Apache-2.0
#include "model/history.hpp"

namespace tidegate::model {

std::string image_name(const std::string& ref) {
  const std::string name = ref.substr(0, ref.find('@'));
  const std::size_t slash = name.rfind('/');
  const std::size_t colon = name.rfind(':');
  const bool tagged = colon != std::string::npos && (slash == std::string::npos || colon > slash);
  return tagged ? name.substr(0, colon) : name;
}

SeriesKey series_key(const Build& build) {
  const bool named_by_tag = build.image.ref.empty() && !build.request.tags.empty();
  SeriesKey key;
  key.repository = build.run.repository;
  key.workflow = build.run.workflow;
  key.job = build.run.job;
  key.leg = build.run.leg;
  key.image = image_name(named_by_tag ? build.request.tags.front() : build.image.ref);
  key.dockerfile = build.request.dockerfile;
  key.target = build.request.target;
  key.platform = build.request.platform;
  key.cache_state = build.cache.state;
  key.cpu_model = build.runner.cpu_model;
  key.cpus = build.runner.cpus;
  return key;
}

PastScope past_scope(const Build& build) {
  if (build.baseline && !build.baseline->merge_base.empty()) {
    return {.until = build.baseline->started, .ref = build.baseline->ref};
  }
  return {.until = build.started, .ref = {}};
}

} // namespace tidegate::model
