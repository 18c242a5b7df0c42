// SPDX-License-Identifier: Apache-2.0
#include "analysis/attempts.hpp"

#include "analysis/cache_state.hpp"
#include "analysis/step_name.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace tidegate::analysis {
namespace {

// A step of the Dockerfile is found again by its name: the vertex that names it may be another one.
const std::string& key_of(const model::Step& step) {
  return step.index > 0 ? step.name : step.digest;
}

bool ran_well(const model::Step& step) {
  return step.reached && !step.cached && step.completed && step.error.empty();
}

// With the keys of its inputs, so that it can move to another list.
struct MovedStep {
  model::Step step;
  std::vector<std::string> inputs;
};

std::vector<std::string> input_keys(const model::Step& step,
                                    const std::vector<model::Step>& steps) {
  std::vector<std::string> keys;
  for (const int input : step.inputs) {
    if (input >= 0 && static_cast<std::size_t>(input) < steps.size()) {
      keys.push_back(key_of(steps[static_cast<std::size_t>(input)]));
    }
  }
  return keys;
}

std::vector<MovedStep> unpinned(const std::vector<model::Step>& steps) {
  std::vector<MovedStep> moved;
  moved.reserve(steps.size());
  for (const model::Step& step : steps) {
    moved.push_back({.step = step, .inputs = input_keys(step, steps)});
  }
  return moved;
}

std::vector<int> positions_of(const std::vector<std::string>& keys,
                              const std::map<std::string, int>& positions) {
  std::vector<int> found;
  for (const std::string& key : keys) {
    if (const auto position = positions.find(key); position != positions.end()) {
      found.push_back(position->second);
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<model::Step> pinned(std::vector<MovedStep> moved) {
  std::ranges::stable_sort(moved, {}, [](const MovedStep& entry) {
    return std::pair(!entry.step.started.has_value(), entry.step.started);
  });
  std::map<std::string, int> positions;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    positions.emplace(key_of(moved[i].step), static_cast<int>(i));
  }
  std::vector<model::Step> steps;
  steps.reserve(moved.size());
  for (MovedStep& entry : moved) {
    entry.step.inputs = positions_of(entry.inputs, positions);
    steps.push_back(std::move(entry.step));
  }
  return steps;
}

bool is_cache_step(const model::Step& step) {
  const Phase phase = parse_step_name(step.name).phase;
  return phase == Phase::cache_import || phase == Phase::cache_export;
}

std::vector<model::Step> join_steps(const std::vector<model::Step>& broken,
                                    const std::vector<model::Step>& second) {
  std::vector<MovedStep> joined = unpinned(second);
  for (MovedStep& earlier : unpinned(broken)) {
    const auto again = std::ranges::find_if(
        joined, [&](const MovedStep& entry) { return key_of(entry.step) == key_of(earlier.step); });
    const bool found = again != joined.end();
    if (!found && is_cache_step(earlier.step)) {
      joined.push_back(std::move(earlier));
    } else if (found && ran_well(earlier.step) && again->step.cached) {
      *again = std::move(earlier);
    }
  }
  return pinned(std::move(joined));
}

std::optional<model::Phases> sum_of(const std::optional<model::Phases>& a,
                                    const std::optional<model::Phases>& b) {
  if (!a || !b) {
    return a ? a : b;
  }
  model::Phases sum = *a;
  sum.load_context += b->load_context;
  sum.resolve += b->resolve;
  sum.cache_import += b->cache_import;
  sum.execute += b->execute;
  sum.export_image += b->export_image;
  sum.cache_export += b->cache_export;
  sum.other += b->other;
  return sum;
}

// Each stage as the attempt saw it that worked longer on it.
std::vector<model::Stage> join_stages(const std::vector<model::Stage>& broken,
                                      std::vector<model::Stage> second) {
  for (model::Stage& stage : second) {
    const auto earlier = std::ranges::find_if(broken, [&](const model::Stage& other) {
      return other.name == stage.name && other.platform == stage.platform;
    });
    if (earlier != broken.end() && earlier->own > stage.own) {
      const auto size = stage.size_bytes;
      stage = *earlier;
      stage.size_bytes = size ? size : earlier->size_bytes;
    }
  }
  return second;
}

std::vector<std::string> joined_texts(std::vector<std::string> first,
                                      const std::vector<std::string>& second) {
  for (const std::string& text : second) {
    if (std::ranges::find(first, text) == first.end()) {
      first.push_back(text);
    }
  }
  return first;
}

model::Cache join_caches(const model::Build& broken, const model::Build& second) {
  const model::Cache counted = read_cache(second.steps, {});
  model::Cache cache = second.cache;
  cache.state = counted.state;
  cache.cacheable_steps = counted.cacheable_steps;
  cache.cached_steps = counted.cached_steps;
  cache.hit_ratio = counted.hit_ratio;
  cache.backend = broken.cache.backend;
  cache.problems = joined_texts(broken.cache.problems, second.cache.problems);
  cache.troubles = broken.cache.troubles;
  for (const model::CacheTrouble& trouble : second.cache.troubles) {
    const auto told =
        std::ranges::find(broken.cache.troubles, trouble.text, &model::CacheTrouble::text);
    if (told == broken.cache.troubles.end()) {
      count_trouble(cache, trouble);
    }
  }
  return cache;
}

std::string what_was_left_out(const CacheBreak& reason) {
  return reason.half == "both" ? "import and export" : reason.half;
}

} // namespace

model::Build
join_attempts(const model::Build& broken, model::Build second, const CacheBreak& reason) {
  model::Build build = std::move(second);
  build.steps = join_steps(broken.steps, build.steps);
  build.stages = join_stages(broken.stages, std::move(build.stages));
  build.cache = join_caches(broken, build);
  build.started = broken.started;
  build.phases = sum_of(broken.phases, build.phases);
  const Seconds lost = broken.duration.value_or(Seconds{0});
  build.duration = lost + build.duration.value_or(Seconds{0});
  build.context.sent_bytes = build.context.sent_bytes || broken.context.sent_bytes
                                 ? std::optional(build.context.sent_bytes.value_or(0)
                                                 + broken.context.sent_bytes.value_or(0))
                                 : std::nullopt;
  build.notices = joined_texts(broken.notices, build.notices);
  build.notices.push_back(fmt::format(
      "built again without the cache {}: the cache broke the first attempt after {}; the time is "
      "that of both, and no other build is compared with this one",
      what_was_left_out(reason),
      util::show_duration(lost)));
  build.rebuilt = model::BrokenAttempt{.without = reason.half,
                                       .kind = reason.kind,
                                       .duration = lost,
                                       .message = broken.error ? broken.error->message : ""};
  return build;
}

} // namespace tidegate::analysis
