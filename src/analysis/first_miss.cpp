// SPDX-License-Identifier: Apache-2.0
#include "analysis/first_miss.hpp"

#include "analysis/miss_case.hpp"
#include "analysis/stage_steps.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

namespace tidegate::analysis {
namespace {

// The most certain evidence first. What is found at the step itself explains more than what is
// found above it where the step above came from the cache.
constexpr std::array<MissCheck, 11> checks{no_cache_asked,
                                           no_baseline,
                                           base_changed,
                                           text_changed,
                                           input_rebuilt,
                                           argument_changed,
                                           files_changed,
                                           setting_changed,
                                           base_changed_below,
                                           text_changed_above,
                                           nothing_changed};

bool same_word(std::string_view one, std::string_view other) {
  return one.size() == other.size() && util::starts_with_ignoring_case(one, other);
}

const model::Step* at(const model::Build& build, int position) {
  return &build.steps[static_cast<std::size_t>(position)];
}

// The same instruction in the earlier build: at the same index where nothing was put in above it,
// else by its text.
const model::Step* find_before(const MissCase& miss) {
  if (miss.stage_before == nullptr) {
    return nullptr;
  }
  const auto& steps = miss.stage_before->positions;
  const model::Build& before = *miss.evidence.baseline;
  const auto same_place = steps.find(miss.step.index);
  if (same_place != steps.end()) {
    const model::Step* step = at(before, same_place->second);
    const bool same = step->instruction == miss.step.instruction
                      || !changed_variables(miss, miss.step, *step).empty();
    if (same) {
      return step;
    }
  }
  const auto same_text = std::ranges::find_if(steps, [&](const auto& entry) {
    return at(before, entry.second)->instruction == miss.step.instruction;
  });
  return same_text == steps.end() ? nullptr : at(before, same_text->second);
}

bool hit_above(const model::Build& build, const StageSteps& stage, const model::Step& step) {
  const auto inputs = inputs_of(build, step);
  const bool by_input = !inputs.empty() && inputs.front()->cacheable() && inputs.front()->cached;
  return by_input || std::ranges::any_of(stage.positions, [&](const auto& entry) {
           const model::Step* other = at(build, entry.second);
           return entry.first < step.index && other->cacheable() && other->cached;
         });
}

Finding cause_of(const MissCase& miss) {
  for (const MissCheck check : checks) {
    if (auto finding = check(miss)) {
      return *finding;
    }
  }
  return {};
}

// Which steps each step is needed by, for walking down from a miss.
using Needed = std::vector<std::vector<int>>;

void add_above(Needed& needed, const StageSteps& stage) {
  const int* above = nullptr;
  for (const auto& [index, position] : stage.positions) {
    if (above != nullptr) {
      needed[static_cast<std::size_t>(*above)].push_back(position);
    }
    above = &position;
  }
}

// The record of a source without a graph has the order of the steps of a stage instead.
Needed needed_by(const model::Build& build, const std::vector<StageSteps>& stages) {
  Needed needed(build.steps.size());
  bool graph = false;
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    for (const auto* input : inputs_of(build, build.steps[i])) {
      needed[static_cast<std::size_t>(input - build.steps.data())].push_back(static_cast<int>(i));
      graph = true;
    }
  }
  if (!graph) {
    std::ranges::for_each(stages, [&](const auto& stage) { add_above(needed, stage); });
  }
  return needed;
}

std::set<int> reachable(int from, const Needed& needed) {
  std::set<int> seen;
  std::vector<int> pending{from};
  while (!pending.empty()) {
    const auto& next = needed[static_cast<std::size_t>(pending.back())];
    pending.pop_back();
    std::ranges::copy_if(
        next, std::back_inserter(pending), [&](int step) { return seen.insert(step).second; });
  }
  seen.erase(from);
  return seen;
}

bool has_own_cause(const model::Miss& miss) {
  return miss.cause != model::MissCause::input_rebuilt;
}

// Absent where one of the steps has no time.
std::optional<Seconds> cost_of(const model::Miss& miss, const model::Build& build) {
  std::optional<Seconds> cost = at(build, miss.step)->duration;
  for (const int follower : miss.followers) {
    const auto& duration = at(build, follower)->duration;
    cost = cost && duration ? std::optional(*cost + *duration) : std::nullopt;
  }
  return cost;
}

using Reached = std::vector<std::set<int>>; // for each miss

// How many misses with a cause of their own lead to each step.
std::vector<int> causes_of(const std::vector<model::Miss>& misses,
                           const Reached& reached,
                           const model::Build& build) {
  std::vector<int> causes(build.steps.size(), 0);
  const auto count = [&](int step) { ++causes[static_cast<std::size_t>(step)]; };
  for (std::size_t i = 0; i < misses.size(); ++i) {
    if (!has_own_cause(misses[i])) {
      continue;
    }
    count(misses[i].step);
    std::ranges::for_each(reached[i], count);
  }
  return causes;
}

// Steps that more than one cause reaches would have run without each of them.
void add_followers(std::vector<model::Miss>& misses,
                   const model::Build& build,
                   const Needed& needed) {
  Reached reached;
  reached.reserve(misses.size());
  std::ranges::for_each(misses,
                        [&](const auto& miss) { reached.push_back(reachable(miss.step, needed)); });
  const auto causes = causes_of(misses, reached, build);
  for (std::size_t i = 0; i < misses.size(); ++i) {
    std::ranges::copy_if(reached[i], std::back_inserter(misses[i].followers), [&](int step) {
      return missed(*at(build, step)) && causes[static_cast<std::size_t>(step)] <= 1;
    });
    misses[i].cost = cost_of(misses[i], build);
  }
}

std::optional<int> first_missed(const model::Build& build, const StageSteps& stage) {
  const auto found = std::ranges::find_if(
      stage.positions, [&](const auto& entry) { return missed(*at(build, entry.second)); });
  return found == stage.positions.end() ? std::nullopt : std::optional(found->second);
}

model::Miss explain(const MissEvidence& evidence,
                    const StageSteps& stage,
                    const StagePairs* pairs,
                    int position) {
  const model::Step& step = *at(evidence.now, position);
  MissCase miss{.evidence = evidence,
                .stage = stage,
                .stage_before = pairs == nullptr ? nullptr : pairs->before(stage),
                .step = step,
                .step_before = nullptr,
                .after_hit = hit_above(evidence.now, stage, step)};
  miss.step_before = find_before(miss);
  Finding finding = cause_of(miss);
  return {.step = position,
          .cause = finding.cause,
          .because = std::move(finding.because),
          .evidence = std::move(finding.evidence)};
}

} // namespace

std::optional<Finding> no_cache_asked(const MissCase& miss) {
  const auto& inputs = miss.evidence.now.inputs;
  if (inputs.no_cache) {
    return Finding{
        model::MissCause::no_cache, "the build was told to use no cache", {"--no-cache"}};
  }
  const bool filtered = std::ranges::any_of(inputs.no_cache_stages, [&](const auto& stage) {
    return same_word(stage, miss.stage.stage);
  });
  if (!filtered) {
    return std::nullopt;
  }
  return Finding{model::MissCause::no_cache,
                 fmt::format("the build was told to use no cache for stage {}", miss.stage.stage),
                 {"--no-cache-filter=" + miss.stage.stage}};
}

std::optional<Finding> no_baseline(const MissCase& miss) {
  if (miss.evidence.baseline != nullptr) {
    return std::nullopt;
  }
  if (!miss.evidence.past_known) {
    return Finding{model::MissCause::unknown, "the history of builds could not be read", {}};
  }
  return Finding{model::MissCause::first_build, "there is no earlier build to compare with", {}};
}

std::vector<model::Miss> find_misses(const MissEvidence& evidence) {
  const auto stages = stages_of(evidence.now);
  std::optional<StagePairs> pairs;
  if (evidence.baseline != nullptr) {
    pairs.emplace(evidence.now, *evidence.baseline);
  }
  std::vector<model::Miss> misses;
  for (const StageSteps& stage : stages) {
    if (const auto position = first_missed(evidence.now, stage)) {
      misses.push_back(explain(evidence, stage, pairs ? &*pairs : nullptr, *position));
    }
  }
  std::ranges::sort(misses, {}, &model::Miss::step);
  add_followers(misses, evidence.now, needed_by(evidence.now, stages));
  return misses;
}

} // namespace tidegate::analysis
