// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <cstddef>
#include <vector>

namespace tidegate::report {

// When a step was at work, from the start of the build's first step.
struct TimelineBar {
  const model::Step* step{nullptr};
  Seconds from{0};
  Seconds to{0};

  [[nodiscard]] bool critical() const {
    return step->timing && step->timing->critical > Seconds{0};
  }
};

struct Timeline {
  std::vector<TimelineBar> bars; // in the order of their start
  Seconds length{0};             // to the end of the last step
  std::size_t left_out{0};       // steps that ran and have no bar
};

// At most `most` bars: those that failed, then those that bounded the build, then the longest; what
// is too short to be seen is left out, but for steps of the Dockerfile that were cached where
// `cached`. Empty where the source has no clock.
Timeline timeline(const model::Build& build, std::size_t most, bool cached);

} // namespace tidegate::report
