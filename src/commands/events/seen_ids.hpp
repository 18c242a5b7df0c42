// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace tidegate::commands {

// Which events have come already, in 16 bytes each, whatever their ids look like.
class SeenIds {
public:
  // An event without an id is told by its text.
  bool is_new(std::string_view id, std::string_view line);

private:
  using Digest = std::array<std::uint64_t, 2>;

  struct First {
    std::size_t operator()(const Digest& digest) const { return digest[0]; }
  };

  std::unordered_set<Digest, First> seen_;
};

} // namespace tidegate::commands
