// SPDX-License-Identifier: Apache-2.0
#include "analysis/timing.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace tidegate::analysis {
namespace {

using Intervals = std::vector<Interval>;

// What of `intervals` lies in none of `others`; both merged.
Seconds length_outside(const Intervals& intervals, const Intervals& others) {
  Intervals together = others;
  together.insert(together.end(), intervals.begin(), intervals.end());
  return length_of(merged(std::move(together))) - length_of(others);
}

Seconds length_within(const Intervals& intervals, Time from, Time to) {
  Seconds sum{0};
  for (const Interval& interval : intervals) {
    const Time begin = std::max(interval.from, from);
    const Time end = std::min(interval.to, to);
    sum += begin < end ? Seconds(end - begin) : Seconds{0};
  }
  return sum;
}

// The end of its last work before `limit`.
std::optional<Time> end_before(const TimedStep& step, Time limit) {
  std::optional<Time> end;
  for (const Interval& interval : step.intervals) {
    if (interval.from < limit) {
      end = std::min(interval.to, limit);
    }
  }
  return end;
}

Intervals intervals_of_inputs(const std::vector<TimedStep>& steps, const TimedStep& step) {
  Intervals all;
  for (const int input : step.step.inputs) {
    const auto& own = steps[static_cast<std::size_t>(input)].intervals;
    all.insert(all.end(), own.begin(), own.end());
  }
  return merged(std::move(all));
}

Seconds waited(const std::vector<TimedStep>& steps, const TimedStep& step) {
  const Time start = step.intervals.front().from;
  std::optional<Time> first;
  for (const int input : step.step.inputs) {
    const auto end = end_before(steps[static_cast<std::size_t>(input)], start);
    if (end && (!first || *end < *first)) {
      first = end;
    }
  }
  return first ? Seconds(start - *first) : Seconds{0};
}

bool is_export(Phase phase) {
  return phase == Phase::export_image || phase == Phase::cache_export;
}

class CriticalPath {
public:
  explicit CriticalPath(std::vector<TimedStep>& steps)
      : steps_(steps),
        visited_(steps.size(), false) {}

  void walk() {
    auto current = last();
    Time limit = current ? steps_[*current].intervals.back().to : Time{};
    while (current) {
      visited_[*current] = true; // a stream of nonsense may say that a step needs itself
      TimedStep& step = steps_[*current];
      const auto before = predecessor(step, limit);
      const Time from = before ? *end_before(steps_[*before], limit) : step.intervals.front().from;
      step.step.timing->critical = length_within(step.intervals, from, limit);
      limit = std::min(limit, from);
      current = before;
    }
  }

private:
  [[nodiscard]] std::optional<std::size_t> last() const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const bool later =
          !steps_[i].intervals.empty()
          && (!found || steps_[*found].intervals.back().to < steps_[i].intervals.back().to);
      found = later ? i : found;
    }
    return found;
  }

  [[nodiscard]] std::optional<std::size_t> predecessor(const TimedStep& step, Time limit) const {
    std::optional<std::size_t> found;
    Time end;
    const auto consider = [&](std::size_t candidate, Time before) {
      const auto its_end = end_before(steps_[candidate], before);
      if (!visited_[candidate] && its_end && (!found || end < *its_end)) {
        found = candidate;
        end = *its_end;
      }
    };
    for (const int input : step.step.inputs) {
      consider(static_cast<std::size_t>(input), limit);
    }
    if (found) {
      return found;
    }
    const Time start = step.intervals.front().from;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const bool possible = is_export(step.phase) || steps_[i].step.index == 0;
      const bool over = !steps_[i].intervals.empty() && steps_[i].intervals.front().to <= start;
      if (possible && over) {
        consider(i, std::min(start, limit));
      }
    }
    return found;
  }

  std::vector<TimedStep>& steps_;
  std::vector<bool> visited_;
};

} // namespace

void add_timing(std::vector<TimedStep>& steps) {
  for (TimedStep& step : steps) {
    if (!step.intervals.empty()) {
      step.step.timing =
          model::StepTiming{.waited = waited(steps, step),
                            .own = length_outside(step.intervals, intervals_of_inputs(steps, step)),
                            .critical = Seconds{0}};
    }
  }
  CriticalPath(steps).walk();
}

} // namespace tidegate::analysis
