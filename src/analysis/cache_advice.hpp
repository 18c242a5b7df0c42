// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_access.hpp"

#include <vector>

namespace tidegate::analysis {

// A build with what its cache saved and cost.
struct CostedBuild {
  const model::Build* build{nullptr};
  model::CacheAccount account;
};

// From fewer builds than this nothing is advised.
inline constexpr int builds_for_advice = 5;

// Only what these builds (newest first) show that it would help, with the gain for each build.
std::vector<model::CacheAdvice> cache_advice(const std::vector<CostedBuild>& builds,
                                             const std::vector<model::CacheOption>& exports);

// Of the repository's caches against their limit; for whoever has asked the cache service.
std::vector<model::CacheAdvice> budget_advice(const model::CacheAccount& account);

} // namespace tidegate::analysis
