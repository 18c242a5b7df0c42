// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_record.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tidegate::analysis {

// Unpacked size of base images by the digest of their FROM step (model::Step::base_digest).
using BaseSizes = std::map<std::string, std::uint64_t>;

// Fills `size_bytes` of the stages: the final one is the image; another one is its base image and
// the records of its steps in the build cache. Absent where the base image is not known, where a
// record cannot be told from one of an earlier build, and where a record also holds a compressed
// copy (it was exported): that makes its size no whole number of blocks.
void add_stage_sizes(model::Build& build,
                     const std::vector<model::CacheRecord>& records,
                     const BaseSizes& bases);

} // namespace tidegate::analysis
