// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// One entry of the engine's local build cache: what one step made, in BuildKit's own words.
struct CacheRecord {
  std::string id;
  std::vector<std::string> parents; // ids
  std::string description;          // "mount / from exec /bin/sh -c make", "[build 2/5] COPY a b"
  std::uint64_t bytes{0};           // of the unpacked files and of compressed copies of them
  std::optional<Time> created;
  std::optional<Time> last_used;

  bool operator==(const CacheRecord&) const = default;
};

} // namespace tidegate::model
