// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <vector>

namespace tidegate::analysis {

// What the cache cost in time, by kind (slow-import, slow-export), where that is more than five
// seconds and more than a fifth of the build; empty otherwise. BuildKit does not say a word while
// it waits for a service that answers 429, for an index that another job has reserved, or for a
// slow network, so the time is all there is to see of them. Of an export counts the time in which
// nothing else went on; of an import the reading of its manifest, which every look-up of the cache
// waits for, and not the fetching of layers.
std::vector<model::CacheTrouble> slow_cache_troubles(const model::Build& build);

} // namespace tidegate::analysis
