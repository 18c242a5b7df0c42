// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <vector>

namespace tidegate::analysis {

// What of a build is worth a remark beside the line of the Dockerfile. Little, since whoever reads
// the same remarks every day reads none.
struct Highlights {
  // Positions in Build::misses that cost a second and a twentieth of the build at least, costliest
  // first; not those that somebody wanted (no-cache) or that could not be otherwise (first build),
  // nor stages that only ran because of another one.
  std::vector<int> misses;
  // Positions in Build::steps that bounded the build for 10 s and a fifth of it at least, longest
  // first; neither cached nor the step of one of those misses.
  std::vector<int> slow_steps;
};

Highlights highlights(const model::Build& build);

} // namespace tidegate::analysis
