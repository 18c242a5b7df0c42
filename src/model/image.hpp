// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

struct Layer {
  std::string digest{};  // of the layer as it is stored, or empty
  std::string diff_id{}; // of the unpacked tar archive
  std::optional<std::uint64_t> compressed_bytes{};
  std::optional<std::uint64_t> unpacked_bytes{};
  std::string created_by{};  // of the image's history; redacted
  std::optional<int> step{}; // position in Build::steps of the step that made it
  bool base{false};          // of the base image

  bool operator==(const Layer&) const = default;
};

// A path that more than one layer writes.
struct WastedPath {
  std::string path{};
  int copies{0};          // in the image's own layers and those below
  std::uint64_t bytes{0}; // of the copies that could go

  bool operator==(const WastedPath&) const = default;
};

// What dive counts (wagoodman/dive filetree/efficiency.go): the kept copy too, base image included.
struct DiveFigures {
  double efficiency{1}; // sum of the smallest copy of each path / sum of all copies
  std::uint64_t size_bytes{0};
  std::uint64_t wasted_bytes{0};

  bool operator==(const DiveFigures&) const = default;
};

// What a look into the layers' archives tells.
struct ImageContents {
  std::uint64_t wasted_bytes{0};    // copies that could go, written by layers above the base image
  std::vector<WastedPath> wasted{}; // most bytes first, at most 20
  DiveFigures dive{};

  bool operator==(const ImageContents&) const = default;
};

struct Image {
  std::string ref{};    // first tag, or empty
  std::string digest{}; // "sha256:..."
  std::optional<std::uint64_t>
      size_bytes; // as the engine says; absent where it does not hold the image
  std::optional<std::uint64_t> compressed_bytes{};
  std::optional<std::uint64_t> unpacked_bytes{};
  std::vector<Layer> layers{}; // lowest first; empty where nobody told
  std::optional<ImageContents> contents{};

  bool operator==(const Image&) const = default;
};

} // namespace tidegate::model
