// SPDX-License-Identifier: Apache-2.0
#include "analysis/timing.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

// The work of several steps together.
struct Work {
  std::vector<Interval> intervals;
  std::optional<Seconds> without_clock; // of steps that say a length and no moments

  void add(const TimedStep& step) {
    intervals.insert(intervals.end(), step.intervals.begin(), step.intervals.end());
    if (step.intervals.empty() && step.step.duration) {
      without_clock = without_clock.value_or(Seconds{0}) + *step.step.duration;
    }
  }

  [[nodiscard]] std::optional<Seconds> wall() const {
    const auto all = merged(intervals);
    return all.empty() ? std::nullopt : std::optional<Seconds>(all.back().to - all.front().from);
  }

  [[nodiscard]] std::optional<Seconds> own() const {
    const auto all = merged(intervals);
    return all.empty() ? without_clock : std::optional(length_of(all));
  }
};

using StageKey = std::pair<std::string, std::string>; // name, platform

StageKey key_of(const model::Step& step) {
  return {step.stage, step.platform};
}

bool of_another_stage(const model::Step& source, const model::Step& step) {
  return source.index > 0 && step.index > 0 && key_of(source) != key_of(step);
}

void add_needed(std::set<StageKey>& needed,
                const TimedStep& step,
                const std::vector<TimedStep>& steps) {
  for (const int input : step.step.inputs) {
    const model::Step& source = steps[static_cast<std::size_t>(input)].step;
    if (of_another_stage(source, step.step)) {
      needed.insert(key_of(source));
    }
  }
}

// The stages that a step of another stage needs.
std::set<StageKey> needed_stages(const std::vector<TimedStep>& steps) {
  std::set<StageKey> needed;
  for (const TimedStep& step : steps) {
    add_needed(needed, step, steps);
  }
  return needed;
}

// For each platform; where several are left, the graph does not say which one is the image.
void mark_final(std::vector<model::Stage>& stages, const std::set<StageKey>& needed) {
  std::map<std::string, int> candidates;
  const auto is_free = [&](const model::Stage& stage) {
    return !needed.contains({stage.name, stage.platform});
  };
  for (const model::Stage& stage : stages) {
    candidates[target_platform(stage.platform)] += is_free(stage) ? 1 : 0;
  }
  for (model::Stage& stage : stages) {
    stage.final = is_free(stage) && candidates[target_platform(stage.platform)] == 1;
  }
}

bool has_graph(const std::vector<TimedStep>& steps) {
  return std::ranges::any_of(steps, [](const TimedStep& s) { return !s.step.inputs.empty(); });
}

} // namespace

std::vector<model::Stage> stages_of(const std::vector<TimedStep>& steps) {
  std::vector<model::Stage> stages;
  std::map<StageKey, Work> work;
  for (const TimedStep& step : steps) {
    if (step.step.index == 0) {
      continue;
    }
    const StageKey key = key_of(step.step);
    if (!work.contains(key)) {
      model::Stage& stage = stages.emplace_back();
      std::tie(stage.name, stage.platform) = key;
    }
    work[key].add(step);
    const auto stage = std::ranges::find_if(
        stages, [&](const auto& s) { return s.name == key.first && s.platform == key.second; });
    if (step.step.cacheable() && step.step.reached) {
      ++stage->cacheable_steps;
      stage->cached_steps += step.step.cached ? 1 : 0;
    }
  }
  for (model::Stage& stage : stages) {
    stage.wall = work[{stage.name, stage.platform}].wall();
    stage.own = work[{stage.name, stage.platform}].own();
  }
  if (has_graph(steps) || stages.size() == 1) {
    mark_final(stages, needed_stages(steps));
  }
  return stages;
}

std::vector<model::PlatformTime> platforms_of(const std::vector<TimedStep>& steps) {
  std::map<std::string, Work> work;
  for (const TimedStep& step : steps) {
    if (!step.step.platform.empty()) {
      work[target_platform(step.step.platform)].add(step);
    }
  }
  std::vector<model::PlatformTime> platforms;
  platforms.reserve(work.size());
  for (const auto& [platform, its_work] : work) {
    platforms.push_back({platform, its_work.wall(), its_work.own(), false});
  }
  return platforms;
}

} // namespace tidegate::analysis
