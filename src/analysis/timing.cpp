// SPDX-License-Identifier: Apache-2.0
#include "analysis/timing.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
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

// BuildKit goes on with the next step within milliseconds.
constexpr std::chrono::milliseconds at_once{50};

bool is_export(Phase phase) {
  return phase == Phase::export_image || phase == Phase::cache_export;
}

// One stretch of work of one step.
struct Work {
  std::size_t step{0};
  std::size_t interval{0}; // of the step's intervals
};

class CriticalPath {
public:
  explicit CriticalPath(std::vector<TimedStep>& steps)
      : steps_(steps) {
    for (std::size_t step = 0; step < steps.size(); ++step) {
      for (std::size_t i = 0; i < steps[step].intervals.size(); ++i) {
        all_.works.push_back({step, i});
      }
    }
    std::ranges::stable_sort(
        all_.works, std::ranges::greater{}, [this](const Work& w) { return interval_of(w).to; });
    std::ranges::copy_if(all_.works, std::back_inserter(buildkits_own_.works), [&](const Work& w) {
      return steps[w.step].step.index == 0;
    });
  }

  void walk() {
    std::optional<Work> current =
        all_.works.empty() ? std::nullopt : std::optional(all_.works.front());
    Time limit = current ? interval_of(*current).to : Time{};
    while (current) {
      visited_.insert({current->step, current->interval}); // nonsense may go in circles
      const auto before = predecessor(*current, limit);
      const Time begin = interval_of(*current).from;
      const Time from = before ? std::max(begin, before->end) : begin;
      if (from < limit) {
        steps_[current->step].step.timing->critical += limit - from;
      }
      if (before && !before->is_sibling) {
        siblings_ = &steps_[current->step].step.inputs;
      }
      limit = before ? std::min(limit, before->end) : limit;
      current = before ? std::optional(before->work) : std::nullopt;
    }
  }

private:
  struct Predecessor {
    Work work;
    Time end;
    bool is_sibling{false};
  };

  [[nodiscard]] const Interval& interval_of(const Work& work) const {
    return steps_[work.step].intervals[work.interval];
  }

  // The last work of that step which began before `limit`, if nobody went over it yet.
  void consider(std::optional<Predecessor>& best, std::size_t step, Time limit) const {
    const auto& intervals = steps_[step].intervals;
    const auto after = std::ranges::lower_bound(intervals, limit, {}, &Interval::from);
    if (after == intervals.begin()) {
      return;
    }
    const auto index = static_cast<std::size_t>(after - intervals.begin()) - 1;
    const Time end = std::min(intervals[index].to, limit);
    if (!visited_.contains({step, index}) && (!best || best->end < end)) {
      best = {{step, index}, end};
    }
  }

  void consider_siblings(std::optional<Predecessor>& best, Time limit) const {
    for (const int sibling : *siblings_) {
      const auto before = best;
      consider(best, static_cast<std::size_t>(sibling), limit);
      if (best && (!before || before->end < best->end)) {
        best->is_sibling = true;
      }
    }
  }

  // What a step waited for: its inputs. Where it began long after they had ended, BuildKit looked
  // at it, or fetched its layers, only when somebody needed it: then what that other step needed
  // too, or its own run before.
  [[nodiscard]] std::optional<Predecessor> predecessor(const Work& work, Time limit) {
    std::optional<Predecessor> best;
    const TimedStep& step = steps_[work.step];
    for (const int input : step.step.inputs) {
      consider(best, static_cast<std::size_t>(input), limit);
    }
    const Time begin = interval_of(work).from;
    if (!best || begin - best->end > at_once) {
      consider(best, work.step, begin);
      consider_siblings(best, begin);
    }
    if (best) {
      return best;
    }
    return last_before(std::min(begin, limit), is_export(step.phase) ? all_ : buildkits_own_);
  }

  // The latest first; limits only go down, so what lies beyond one is passed over for good.
  struct ByEnd {
    std::vector<Work> works;
    std::size_t next{0};
  };

  [[nodiscard]] std::optional<Predecessor> last_before(Time limit, ByEnd& list) const {
    for (; list.next < list.works.size(); ++list.next) {
      const Work& work = list.works[list.next];
      if (interval_of(work).to <= limit && !visited_.contains({work.step, work.interval})) {
        return Predecessor{work, interval_of(work).to};
      }
    }
    return std::nullopt;
  }

  std::vector<TimedStep>& steps_;
  ByEnd all_;
  ByEnd buildkits_own_; // what a step without inputs can have waited for
  std::set<std::pair<std::size_t, std::size_t>> visited_;
  const std::vector<int> none_;
  const std::vector<int>* siblings_{&none_};
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
