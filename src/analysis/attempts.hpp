// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/cache_trouble.hpp"
#include "model/build.hpp"

namespace tidegate::analysis {

// One record of two attempts: the first was broken by the cache, the second was made without that
// half of it. The steps are those of the second, except where the first had run them already (the
// second then found them in the builder) and the cache's own steps that failed. Time is that of
// both.
model::Build
join_attempts(const model::Build& broken, model::Build second, const CacheBreak& reason);

} // namespace tidegate::analysis
