// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/align.hpp"
#include "model/build_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

// What the comparisons of two builds share. Inside analysis only.
namespace tidegate::analysis {

// The value of one item of each list, absent where the list has none.
template<typename Item, typename Get>
auto both(const Item* before, const Item* after, const Get& get) {
  using Value = typename decltype(get(*before))::value_type;
  return model::Change<Value>{.before = before == nullptr ? std::nullopt : get(*before),
                              .after = after == nullptr ? std::nullopt : get(*after)};
}

template<typename Item>
const Item* at(const std::vector<Item>& list, const std::optional<std::size_t>& position) {
  return position ? &list[*position] : nullptr;
}

// What a pair is called after: the later item, or the earlier one where that is gone.
template<typename Item>
const Item&
named_by(const Aligned& pair, const std::vector<Item>& before, const std::vector<Item>& after) {
  return pair.after ? after[*pair.after] : before[*pair.before];
}

template<typename Item, typename Measure>
void largest_first(std::vector<Item>& list, const Measure& measure) {
  std::ranges::stable_sort(list, std::ranges::greater{}, measure);
}

inline const model::Step* step_of(const model::Build& build, int position) {
  const auto index = static_cast<std::size_t>(position);
  return position >= 0 && index < build.steps.size() ? &build.steps[index] : nullptr;
}

} // namespace tidegate::analysis
