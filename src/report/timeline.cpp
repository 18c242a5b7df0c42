// SPDX-License-Identifier: Apache-2.0
#include "report/timeline.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>

namespace tidegate::report {
namespace {

// Below this share of the whole a bar is a hair.
constexpr double least_share = 0.005;

// BuildKit comes back to a step out of the cache when its layers are needed, long after it was
// found there: in between nothing happened.
Time end_of(const model::Step& step, Time end_of_build) {
  const Time end = step.completed.value_or(end_of_build); // it was at work when the build ended
  const auto worked =
      std::chrono::round<std::chrono::nanoseconds>(step.duration.value_or(Seconds{0}));
  return std::max(step.cached ? std::min(end, *step.started + worked) : end, *step.started);
}

Timeline all_bars(const model::Build& build) {
  Timeline timeline;
  std::optional<Time> first;
  std::optional<Time> last;
  for (const model::Step& step : build.steps) {
    if (step.started) {
      const Time end = step.completed.value_or(*step.started);
      first = std::min(first.value_or(*step.started), *step.started);
      last = std::max({last.value_or(end), end, *step.started});
    }
  }
  if (!first) {
    return timeline;
  }
  timeline.length = *last - *first;
  for (const model::Step& step : build.steps) {
    if (step.started) {
      timeline.bars.push_back({&step, *step.started - *first, end_of(step, *last) - *first});
    }
  }
  return timeline;
}

auto importance(const TimelineBar& bar) {
  const Seconds critical = bar.step->timing ? bar.step->timing->critical : Seconds{0};
  return std::tuple(!bar.step->error.empty(), critical, bar.to - bar.from);
}

} // namespace

Timeline timeline(const model::Build& build, std::size_t most, bool cached) {
  Timeline timeline = all_bars(build);
  const std::size_t all = timeline.bars.size();
  std::erase_if(timeline.bars, [&](const TimelineBar& bar) {
    const bool to_be_seen = bar.to - bar.from > timeline.length * least_share;
    const bool wanted = cached && bar.step->cached && bar.step->cacheable();
    return !to_be_seen && !wanted && bar.step->error.empty();
  });
  std::ranges::stable_sort(timeline.bars, std::ranges::greater{}, importance);
  timeline.bars.resize(std::min(timeline.bars.size(), most));
  timeline.left_out = all - timeline.bars.size();
  std::ranges::stable_sort(
      timeline.bars, {}, [](const TimelineBar& bar) { return std::pair(bar.from, bar.step); });
  return timeline;
}

} // namespace tidegate::report
