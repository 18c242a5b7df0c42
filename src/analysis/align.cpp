// SPDX-License-Identifier: Apache-2.0
#include "analysis/align.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::Fate;
using Label = std::pair<std::string, std::string>;
using Waiting = std::map<Label, std::deque<std::size_t>>;

// Gives each item of `after` that has no partner yet the first waiting one of its label.
template<typename LabelOf>
void pair_up(std::vector<Aligned>& list,
             const std::vector<AlignKey>& after,
             Waiting& waiting,
             const LabelOf& label_of,
             Fate fate) {
  for (Aligned& item : list) {
    const auto found =
        item.before ? waiting.end() : waiting.find(label_of(after[item.after.value_or(0)]));
    if (found != waiting.end() && !found->second.empty()) {
      item.before = found->second.front();
      item.fate = fate;
      found->second.pop_front();
    }
  }
}

Waiting waiting_by(const std::vector<AlignKey>& before,
                   const std::vector<bool>& taken,
                   std::string AlignKey::* part) {
  Waiting waiting;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!taken[i] && !(before[i].*part).empty()) {
      waiting[{before[i].group, before[i].*part}].push_back(i);
    }
  }
  return waiting;
}

std::vector<bool> taken_of(const std::vector<Aligned>& list, std::size_t count) {
  std::vector<bool> taken(count, false);
  for (const Aligned& item : list) {
    if (item.before) {
      taken[*item.before] = true;
    }
  }
  return taken;
}

// Which elements belong to a longest rising subsequence.
std::vector<bool> rising(const std::vector<int>& values) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> ends; // of the best subsequence of each length
  std::vector<std::size_t> previous(values.size(), none);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = std::ranges::lower_bound(
        ends, values[i], {}, [&](std::size_t position) { return values[position]; });
    previous[i] = at == ends.begin() ? none : *std::prev(at);
    if (at == ends.end()) {
      ends.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> inside(values.size(), false);
  for (std::size_t i = ends.empty() ? none : ends.back(); i != none; i = previous[i]) {
    inside[i] = true;
  }
  return inside;
}

void mark_moved(std::vector<Aligned*>& group,
                const std::vector<AlignKey>& before,
                const std::vector<AlignKey>& after) {
  std::ranges::stable_sort(
      group, {}, [&](const Aligned* item) { return after[*item->after].place; });
  std::vector<int> places;
  places.reserve(group.size());
  for (const Aligned* const item : group) {
    places.push_back(before[*item->before].place);
  }
  const std::vector<bool> stays = rising(places);
  for (std::size_t i = 0; i < group.size(); ++i) {
    group[i]->fate = stays[i] ? group[i]->fate : Fate::moved;
  }
}

void find_moved(std::vector<Aligned>& list,
                const std::vector<AlignKey>& before,
                const std::vector<AlignKey>& after) {
  std::map<std::string, std::vector<Aligned*>> groups;
  for (Aligned& item : list) {
    if (item.fate == Fate::same && item.before && after[*item.after].place > 0) {
      groups[after[*item.after].group].push_back(&item);
    }
  }
  for (auto& [name, group] : groups) {
    mark_moved(group, before, after);
  }
}

} // namespace

std::vector<Aligned> align(const std::vector<AlignKey>& before,
                           const std::vector<AlignKey>& after) {
  std::vector<Aligned> list(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    list[i] = {.before = std::nullopt, .after = i, .fate = Fate::added};
  }
  const auto by = [](std::string AlignKey::* part) {
    return [part](const AlignKey& key) { return Label(key.group, key.*part); };
  };
  auto waiting = waiting_by(before, taken_of(list, before.size()), &AlignKey::identity);
  pair_up(list, after, waiting, by(&AlignKey::identity), Fate::same);
  waiting = waiting_by(before, taken_of(list, before.size()), &AlignKey::kind);
  pair_up(list, after, waiting, by(&AlignKey::kind), Fate::changed);
  find_moved(list, before, after);
  const std::vector<bool> taken = taken_of(list, before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!taken[i]) {
      list.push_back({.before = i, .after = std::nullopt, .fate = Fate::removed});
    }
  }
  return list;
}

} // namespace tidegate::analysis
