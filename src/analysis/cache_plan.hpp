// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_access.hpp"
#include "util/time.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// What to do with the cache options before buildx sees them. buildx drops `type=gha` in silence
// where the token or the URL is missing (docker/buildx build/opt.go, isActive), and BuildKit fails
// the whole build where the token may only read.
struct CachePlan {
  // Leave out --cache-from and --cache-to type=gha with the job's own token: it may only read (an
  // export alone), has expired or cannot be read, and BuildKit would fail the build for it.
  bool drop_gha_import{false};
  bool drop_gha_export{false};
  // Types that will really be used, without repeats.
  std::vector<std::string> backends;
  // Loud, before the build, and recorded; each says what to do.
  std::vector<std::string> problems;
  // Said, recorded, and no fault: "cache export left out: ...".
  std::vector<std::string> notices;
  // The same by kind.
  std::vector<model::CacheTrouble> troubles;
};

// A `type=gha` that names no token of its own.
bool uses_job_token(const model::CacheOption& option);

CachePlan plan_cache(const std::vector<model::CacheOption>& from,
                     const std::vector<model::CacheOption>& to,
                     const model::CacheAccess& access,
                     Time now);

} // namespace tidegate::analysis
