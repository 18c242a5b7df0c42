// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/byte_source.hpp"
#include "adapters/image/limits.hpp"
#include "model/image.hpp"
#include "model/image_files.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::image {

struct ImageArchive {
  model::Image image;                    // its layers have no step and no `base` yet
  std::vector<model::LayerFiles> layers; // one for each of image.layers
};

// Reads what `docker save` writes or an OCI layout as a tar archive, once and from front to back:
// the layers may come before the documents that name them, plain or compressed with gzip or zstd.
// `unpacked_bytes` of a layer is the sum of its files' sizes; `compressed_bytes` is its size in the
// archive where it is compressed there. Only names and sizes are kept; nothing is extracted.
// Error: external; no image archive, damaged or cut off, or beyond the limits.
Result<ImageArchive> read_archive(ByteSource& source, const Limits& limits = {});

// The same from a file; "-" is standard input.
Result<ImageArchive> read_archive_file(const std::string& path, const Limits& limits = {});

} // namespace tidegate::image
