// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// What the cache saved and cost in this build, and advice. `past`: earlier builds of the same
// thing, newest first; `exports`: the options of --cache-to, as far as they are known.
//
// A cached step saved what it took when it was last carried out (same stage, platform and text).
// Steps may overlap, so the sum is the most that it can have been. Scopes and the repository's
// budget are filled in by whoever asks the cache service.
model::CacheAccount account(const model::Build& now,
                            const std::vector<model::Build>& past,
                            const std::vector<model::CacheOption>& exports = {});

// A step that missed first in its stage.
struct Invalidation {
  std::string instruction;
  std::string stage;
  std::string platform;
  int times{0};
  int builds{0};                                     // that were looked at
  model::MissCause cause{model::MissCause::unknown}; // the most frequent one
  std::optional<Seconds> mean_cost;                  // with its followers, where it is known

  bool operator==(const Invalidation&) const = default;
};

// Which steps invalidate most, the most frequent and then the dearest first. Stages that were only
// rebuilt because of another one do not count, nor first builds.
std::vector<Invalidation> invalidations(const std::vector<model::Build>& builds);

} // namespace tidegate::analysis
