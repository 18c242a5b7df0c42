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
  SeenIds();

  // An event without an id is told by its text.
  bool is_new(std::string_view id, std::string_view line);

private:
  using Sixteen = std::array<std::uint64_t, 2>;

  // Not to be foreseen: ids are made up by others, too, who could choose them to fall together.
  struct Mixed {
    std::uint64_t seed;
    std::size_t operator()(const Sixteen& bytes) const;
  };

  using Set = std::unordered_set<Sixteen, Mixed>;

  Set ulids_;
  Set others_;
};

} // namespace tidegate::commands
