// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/history.hpp"

#include <vector>

namespace tidegate::test {

// A successful build that took so many seconds, of a cache state.
inline model::Build build_of(double seconds,
                             std::optional<model::CacheState> state = std::nullopt) {
  model::Build build;
  build.outcome = model::Outcome::success;
  build.id = "01JD";
  build.duration = Seconds(seconds);
  build.cache.state = state;
  return build;
}

// Earlier builds of these times, newest first.
inline model::History history_of(const std::vector<double>& seconds) {
  model::History history;
  for (const double each : seconds) {
    model::Sample sample;
    sample.build_time = Seconds(each);
    history.samples.push_back(sample);
  }
  return history;
}

} // namespace tidegate::test
