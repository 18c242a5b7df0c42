// SPDX-License-Identifier: Apache-2.0
#include "analysis/highlights.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

using model::MissCause;

constexpr std::size_t most = 3; // of each kind
constexpr Seconds least_cost{1};
constexpr double least_cost_share = 0.05;
constexpr Seconds least_critical{10};
constexpr double least_critical_share = 0.2;

Seconds cost_of(const model::Miss& miss) {
  return miss.cost.value_or(Seconds{0});
}

bool is_news(MissCause cause) {
  return cause != MissCause::first_build && cause != MissCause::no_cache
         && cause != MissCause::input_rebuilt;
}

template<typename Measure>
void keep_largest(std::vector<int>& positions, const Measure& measure) {
  std::ranges::stable_sort(positions, std::ranges::greater{}, measure);
  positions.resize(std::min(positions.size(), most));
}

} // namespace

Highlights highlights(const model::Build& build) {
  const Seconds whole = build.duration.value_or(Seconds{0});
  Highlights found;
  for (std::size_t i = 0; i < build.misses.size(); ++i) {
    const model::Miss& miss = build.misses[i];
    const bool costly = cost_of(miss) >= std::max(least_cost, whole * least_cost_share);
    if (costly && is_news(miss.cause)) {
      found.misses.push_back(static_cast<int>(i));
    }
  }
  keep_largest(found.misses,
               [&](int i) { return cost_of(build.misses[static_cast<std::size_t>(i)]); });

  const auto named = [&](int step) {
    return std::ranges::any_of(found.misses, [&](int miss) {
      return build.misses[static_cast<std::size_t>(miss)].step == step;
    });
  };
  const auto critical = [&](int i) {
    const auto& timing = build.steps[static_cast<std::size_t>(i)].timing;
    return timing ? timing->critical : Seconds{0};
  };
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    const int step = static_cast<int>(i);
    const bool long_enough =
        critical(step) >= std::max(least_critical, whole * least_critical_share);
    if (long_enough && build.steps[i].cacheable() && !build.steps[i].cached && !named(step)) {
      found.slow_steps.push_back(step);
    }
  }
  keep_largest(found.slow_steps, critical);
  return found;
}

} // namespace tidegate::analysis
