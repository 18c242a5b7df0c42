// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <map>
#include <string>

namespace tidegate::docker {

// The files of an OCI layout, by name: "index.json" and blobs by their digest ("sha256:...").
struct TarBlobs {
  std::map<std::string, std::string, std::less<>> files;
  int damaged{0}; // blobs whose content is not what their name promises
  int too_large{0};
  bool cut{false}; // there is more than is read of an archive
};

// Reads a tar archive, packed with gzip or not, from `descriptor` to its end; nothing is unpacked
// to the disk. Sizes and counts are limited, whatever the archive says of itself; what is beyond a
// limit of its own is left out. A cut archive gives what was complete. Error: external.
Result<TarBlobs> read_tar_blobs(int descriptor);

} // namespace tidegate::docker
