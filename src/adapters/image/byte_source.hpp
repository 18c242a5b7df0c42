// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <string_view>

namespace tidegate::image {

// An archive, piece by piece.
class ByteSource {
public:
  virtual ~ByteSource() = default;

  // The next piece, empty at the end; it stays valid until the next call. Error: external.
  virtual Result<std::string_view> next() = 0;
};

} // namespace tidegate::image
