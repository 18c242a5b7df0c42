// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// What one item of a list is known by.
struct AlignKey {
  std::string group;    // items of two groups never belong together
  std::string identity; // the same item where it is equal; the k-th belongs to the k-th
  std::string kind;     // what is left over is a changed item where this is equal; empty: never
  int place{0};         // in its group; 0: its order means nothing
};

struct Aligned {
  std::optional<std::size_t> before; // positions in the two lists
  std::optional<std::size_t> after;
  model::Fate fate{model::Fate::same};
};

// Each item of both lists exactly once: those of `after` in their order, then the removed ones. An
// item has moved where its group could not be put in the new order without touching it.
std::vector<Aligned> align(const std::vector<AlignKey>& before, const std::vector<AlignKey>& after);

} // namespace tidegate::analysis
