// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tidegate::model {

enum class FileKind { file, directory, hard_link, other }; // other: symbolic links, devices, pipes

// One entry of a layer's archive.
struct LayerFile {
  std::string path; // "usr/bin/env": no "." or "..", no slash at either end
  std::uint64_t bytes{0};
  FileKind kind{FileKind::file};
  std::string target; // of a hard link, a path like `path`

  bool operator==(const LayerFile&) const = default;
};

// A layer's entries as its archive has them: names that begin with ".wh." delete what lower layers
// hold (OCI image-spec, layer.md).
struct LayerFiles {
  std::vector<LayerFile> files;

  bool operator==(const LayerFiles&) const = default;
};

} // namespace tidegate::model
