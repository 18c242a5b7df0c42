// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/budget.hpp"
#include "adapters/image/byte_source.hpp"
#include "model/image_files.hpp"
#include "util/result.hpp"

#include <cstdint>

namespace tidegate::image {

struct ReadLayer {
  model::LayerFiles files;
  std::uint64_t unpacked_bytes{0}; // of its files, as they say themselves
  bool compressed{false};
};

// One layer: a tar archive, plain or compressed. Error: external; the budget is exhausted, or the
// layer is damaged.
Result<ReadLayer> read_layer(ByteSource& source, Budget& budget);

} // namespace tidegate::image
