// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace tidegate::image {

// What an archive may make us hold or unpack; beyond that it is refused. The largest images in use
// stay below a tenth of each.
struct Limits {
  std::size_t members{100'000};               // of the archive itself
  std::size_t layers{1000};                   // that the image names; engines stop at 127
  std::size_t paths{3'000'000};               // of all layers
  std::size_t path_bytes{4096};               // of one path: PATH_MAX
  std::size_t all_path_bytes{256U << 20U};    // of all paths
  std::size_t document_bytes{1U << 20U};      // of one JSON document
  std::size_t all_document_bytes{64U << 20U}; // of all JSON documents
  std::uint64_t unpacked_bytes{std::uint64_t{256} << 30U}; // of all layers
};

} // namespace tidegate::image
