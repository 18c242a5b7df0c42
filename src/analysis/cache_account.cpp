// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_account.hpp"

#include "analysis/cache_advice.hpp"
#include "analysis/stage_steps.hpp"
#include "analysis/step_name.hpp"
#include "analysis/vertex_record.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

using StepKey = std::tuple<std::string, std::string, std::string>;

StepKey key_of(const model::Step& step) {
  return {step.stage, step.platform, step.instruction};
}

using Times = std::map<StepKey, Seconds>; // what each step took when it was last carried out

void remember(Times& times, const model::Build& build) {
  for (const model::Step& step : build.steps) {
    if (missed(step) && step.error.empty() && step.duration) {
      times[key_of(step)] = *step.duration;
    }
  }
}

void add_savings(model::CacheAccount& account, const model::Build& now, const Times& times) {
  Seconds saved{0};
  int cached = 0;
  for (const model::Step& step : now.steps) {
    if (!step.cacheable() || !step.cached) {
      continue;
    }
    ++cached;
    if (const auto found = times.find(key_of(step)); found != times.end()) {
      ++account.known_steps;
      saved += found->second;
    }
  }
  if (account.known_steps == cached) {
    account.saved = saved;
  }
}

// Several caches are read at the same time: where the moments are known, no second counts twice.
std::optional<Seconds> time_of_phase(const model::Build& build, Phase phase) {
  std::vector<Interval> intervals;
  std::optional<Seconds> sum;
  bool clock = true;
  for (const model::Step& step : build.steps) {
    const bool counts =
        step.index == 0 && step.duration && parse_step_name(step.name).phase == phase;
    if (!counts) {
      continue;
    }
    sum = sum.value_or(Seconds{0}) + *step.duration;
    clock = clock && step.started && step.completed;
    if (clock) {
      intervals.push_back({*step.started, std::max(*step.started, *step.completed)});
    }
  }
  return sum && clock ? std::optional(length_of(merged(std::move(intervals)))) : sum;
}

model::CacheAccount measured(const model::Build& now, const Times& times) {
  model::CacheAccount account;
  add_savings(account, now, times);
  account.import_time = time_of_phase(now, Phase::cache_import);
  account.export_time = time_of_phase(now, Phase::cache_export);
  return account;
}

struct Tally {
  int times{0};
  std::map<model::MissCause, int> causes;
  Seconds cost{0};
  int costs_known{0};
};

bool counts(const model::Miss& miss, const model::Build& build) {
  return miss.cause != model::MissCause::input_rebuilt
         && miss.cause != model::MissCause::first_build && miss.step >= 0
         && static_cast<std::size_t>(miss.step) < build.steps.size();
}

void add(Tally& tally, const model::Miss& miss) {
  ++tally.times;
  ++tally.causes[miss.cause];
  if (miss.cost) {
    tally.cost += *miss.cost;
    ++tally.costs_known;
  }
}

void add_misses(std::map<StepKey, Tally>& tallies, const model::Build& build) {
  for (const model::Miss& miss : build.misses) {
    if (counts(miss, build)) {
      add(tallies[key_of(build.steps[static_cast<std::size_t>(miss.step)])], miss);
    }
  }
}

Invalidation row_of(const StepKey& key, const Tally& tally, std::size_t builds) {
  Invalidation row;
  std::tie(row.stage, row.platform, row.instruction) = key;
  row.times = tally.times;
  row.builds = static_cast<int>(builds);
  row.cause = std::ranges::max_element(tally.causes, {}, [](const auto& entry) {
                return entry.second;
              })->first;
  if (tally.costs_known > 0) {
    row.mean_cost = tally.cost / tally.costs_known;
  }
  return row;
}

} // namespace

model::CacheAccount account(const model::Build& now,
                            const std::vector<model::Build>& past,
                            const std::vector<model::CacheOption>& exports) {
  Times times;
  std::vector<CostedBuild> costed;
  std::ranges::for_each(past.rbegin(), past.rend(), [&](const model::Build& build) {
    costed.push_back({&build, measured(build, times)});
    remember(times, build);
  });
  model::CacheAccount result = measured(now, times);
  costed.push_back({&now, result});
  std::ranges::reverse(costed);
  result.advice = cache_advice(costed, exports);
  return result;
}

std::vector<Invalidation> invalidations(const std::vector<model::Build>& builds) {
  std::map<StepKey, Tally> tallies;
  for (const model::Build& build : builds) {
    add_misses(tallies, build);
  }
  std::vector<Invalidation> rows;
  rows.reserve(tallies.size());
  for (const auto& [key, tally] : tallies) {
    rows.push_back(row_of(key, tally, builds.size()));
  }
  std::ranges::stable_sort(rows, [](const Invalidation& one, const Invalidation& other) {
    return std::pair(one.times, one.mean_cost) > std::pair(other.times, other.mean_cost);
  });
  return rows;
}

} // namespace tidegate::analysis
