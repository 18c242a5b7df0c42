// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/dockerfile.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// All that a cause may be found by. Only `now` is needed; what is not known is not guessed.
struct MissEvidence {
  const model::Build& now;
  const model::Build* baseline{nullptr}; // whole record of the earlier build
  bool past_known{true};                 // false: nobody can tell whether there is an earlier build
  const model::Dockerfile* dockerfile{nullptr};    // of `now`
  std::vector<std::string> changed_files_by_git{}; // since the baseline, relative to the context
};

// For each stage (on each platform) the first step that was reached and not cached although nothing
// before it in that stage missed, and why, by the most certain evidence there is. None in a build
// that came from the cache.
//
// A step is a follower of a miss where it needs that step, was not cached either, and needs no
// other miss with a cause of its own. Where a stage was rebuilt because of another one
// (`input_rebuilt`), its followers and its cost are part of those of that other stage's miss too,
// so costs of misses may only be added up without it.
//
// Digests of vertices are evidence only for steps that need nothing of the build context: BuildKit
// names each upload of it after the session, so that a COPY and all that follows it have other
// digests in every build.
std::vector<model::Miss> find_misses(const MissEvidence& evidence);

} // namespace tidegate::analysis
