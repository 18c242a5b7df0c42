// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_diff.hpp"

#include "analysis/align.hpp"
#include "analysis/diff_parts.hpp"
#include "analysis/image_diff.hpp"
#include "model/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::Build;

double growth(const model::TimeChange& change) {
  const double grown =
      change.after.value_or(Seconds{0}).count() - change.before.value_or(Seconds{0}).count();
  return std::isfinite(grown) ? grown : 0;
}

model::DiffSide side_of(const Build& build) {
  const std::string tag = build.request.tags.empty() ? "" : build.request.tags.front();
  model::DiffSide side{.id = build.id,
                       .started = build.started,
                       .outcome = build.outcome,
                       .image = build.image.ref.empty() ? tag : build.image.ref,
                       .sha = build.run.sha,
                       .ref = build.run.ref,
                       .machine = build.runner.cpu_model};
  if (side.image.empty()) {
    side.image = build.request.target;
  }
  if (build.runner.cpus > 0) {
    side.machine +=
        (side.machine.empty() ? "" : ", ") + std::to_string(build.runner.cpus) + " CPUs";
  }
  return side;
}

std::vector<model::PhaseDiff> compare_phases(const Build& before, const Build& after) {
  using model::Phases;
  constexpr std::array<std::pair<std::string_view, Seconds Phases::*>, 7> parts{
      {{"load_context", &Phases::load_context},
       {"resolve", &Phases::resolve},
       {"cache_import", &Phases::cache_import},
       {"execute", &Phases::execute},
       {"export_image", &Phases::export_image},
       {"cache_export", &Phases::cache_export},
       {"other", &Phases::other}}};
  std::vector<model::PhaseDiff> list;
  for (const auto& [name, part] : parts) {
    const auto time = [part = part](const Build& build) {
      return build.phases ? std::optional(*build.phases.*part) : std::nullopt;
    };
    list.push_back({std::string(name), {time(before), time(after)}});
  }
  return before.phases || after.phases ? list : std::vector<model::PhaseDiff>{};
}

std::vector<AlignKey> stage_keys(const std::vector<model::Stage>& stages) {
  std::vector<AlignKey> keys;
  keys.reserve(stages.size());
  for (const model::Stage& stage : stages) {
    keys.push_back({.group = stage.platform, .identity = stage.name, .kind = "", .place = 0});
  }
  return keys;
}

model::StageDiff compare_stage(const Build& before, const Build& after, const Aligned& pair) {
  const model::Stage* const old = at(before.stages, pair.before);
  const model::Stage* const now = at(after.stages, pair.after);
  const model::Stage& named = named_by(pair, before.stages, after.stages);
  const auto value = [&](auto member) {
    return both(
        old, now, [member](const model::Stage& stage) { return std::optional(stage.*member); });
  };
  return {.name = named.name,
          .platform = named.platform,
          .wall = value(&model::Stage::wall),
          .own = value(&model::Stage::own),
          .cached_steps = value(&model::Stage::cached_steps),
          .cacheable_steps = value(&model::Stage::cacheable_steps),
          .size_bytes = both(old, now, [](const auto& stage) { return stage.size_bytes; })};
}

std::vector<model::StageDiff> compare_stages(const Build& before, const Build& after) {
  std::vector<model::StageDiff> list;
  for (const Aligned& pair : align(stage_keys(before.stages), stage_keys(after.stages))) {
    list.push_back(compare_stage(before, after, pair));
  }
  largest_first(list, [](const auto& stage) { return growth(stage.own); });
  return list;
}

// "RUN" of "RUN make".
std::string first_word(const std::string& instruction) {
  return instruction.substr(0, instruction.find(' '));
}

// BuildKit's own vertices start in any order, so theirs means nothing.
std::vector<AlignKey> step_keys(const std::vector<model::Step>& steps) {
  std::vector<AlignKey> keys;
  keys.reserve(steps.size());
  for (const model::Step& step : steps) {
    const bool own = step.instruction.empty();
    keys.push_back({.group = step.stage + "\n" + step.platform,
                    .identity = own ? step.name : step.instruction,
                    .kind = own ? "" : first_word(step.instruction),
                    .place = own ? 0 : step.index});
  }
  return keys;
}

model::StepDiff compare_step(const Build& before, const Build& after, const Aligned& pair) {
  const model::Step* const old = at(before.steps, pair.before);
  const model::Step* const now = at(after.steps, pair.after);
  const model::Step& named = named_by(pair, before.steps, after.steps);
  const bool renamed = old != nullptr && old->instruction != named.instruction;
  return {.name = named.name,
          .before = renamed ? old->name : "",
          .platform = named.platform,
          .lines = named.lines,
          .fate = pair.fate,
          .time = both(old, now, [](const auto& step) { return step.duration; }),
          .critical = both(old,
                           now,
                           [](const auto& step) {
                             return step.timing ? std::optional(step.timing->critical)
                                                : std::nullopt;
                           }),
          .cached = both(old, now, [](const auto& step) {
            return step.reached ? std::optional(step.cached) : std::nullopt;
          })};
}

std::vector<model::StepDiff> compare_steps(const Build& before, const Build& after) {
  std::vector<model::StepDiff> list;
  for (const Aligned& pair : align(step_keys(before.steps), step_keys(after.steps))) {
    list.push_back(compare_step(before, after, pair));
  }
  largest_first(list, [](const auto& step) { return growth(step.time); });
  return list;
}

using MissMap = std::map<std::pair<std::string, std::string>, model::MissDiff>;

void add_misses(MissMap& map,
                const Build& build,
                std::optional<model::MissDiff::Side> model::MissDiff::* side) {
  for (const model::Miss& miss : build.misses) {
    const model::Step* const step = step_of(build, miss.step);
    if (step == nullptr) {
      continue;
    }
    model::MissDiff& found = map[{step->stage, step->platform}];
    found.stage = step->stage;
    found.platform = step->platform;
    found.*side = model::MissDiff::Side{.step = step->name,
                                        .cause = miss.cause,
                                        .because = miss.because,
                                        .followers = static_cast<int>(miss.followers.size()),
                                        .cost = miss.cost};
  }
}

std::vector<model::MissDiff> compare_misses(const Build& before, const Build& after) {
  MissMap map;
  add_misses(map, before, &model::MissDiff::before);
  add_misses(map, after, &model::MissDiff::after);
  std::vector<model::MissDiff> list;
  for (auto& [stage, miss] : map) {
    list.push_back(std::move(miss));
  }
  const auto cost = [](const std::optional<model::MissDiff::Side>& side) {
    return side ? side->cost : std::nullopt;
  };
  largest_first(list,
                [&](const auto& miss) { return growth({cost(miss.before), cost(miss.after)}); });
  return list;
}

model::CacheDiff compare_cache(const Build& before, const Build& after) {
  const auto counted = [](const model::Cache& cache, int value) {
    return cache.cacheable_steps > 0 ? std::optional(value) : std::nullopt;
  };
  const auto account = [&](auto member) {
    return both(&before.cache, &after.cache, [member](const model::Cache& cache) {
      return cache.account ? (*cache.account).*member : std::nullopt;
    });
  };
  return {.state = {before.cache.state, after.cache.state},
          .hit_ratio = {before.cache.hit_ratio, after.cache.hit_ratio},
          .cached_steps = {counted(before.cache, before.cache.cached_steps),
                           counted(after.cache, after.cache.cached_steps)},
          .cacheable_steps = {counted(before.cache, before.cache.cacheable_steps),
                              counted(after.cache, after.cache.cacheable_steps)},
          .saved = account(&model::CacheAccount::saved),
          .import_time = account(&model::CacheAccount::import_time),
          .export_time = account(&model::CacheAccount::export_time),
          .exported_bytes = account(&model::CacheAccount::exported_bytes)};
}

std::vector<std::string> remarks_on(const model::BuildDiff& diff) {
  std::vector<std::string> remarks;
  for (const auto& [which, side] :
       {std::pair("earlier", &diff.before), std::pair("later", &diff.after)}) {
    if (side->outcome && *side->outcome != model::Outcome::success) {
      remarks.push_back(std::string("the ") + which + " build did not succeed ("
                        + std::string(model::to_text(*side->outcome)) + ")");
    }
  }
  const auto differ = [&](const char* what, const std::string& before, const std::string& after) {
    if (!before.empty() && !after.empty() && before != after) {
      remarks.push_back(std::string(what) + ": " + before + " and " + after);
    }
  };
  differ("the images differ",
         model::image_name(diff.before.image),
         model::image_name(diff.after.image));
  differ("the machines differ", diff.before.machine, diff.after.machine);
  return remarks;
}

} // namespace

model::BuildDiff compare(const Build& before, const Build& after) {
  model::BuildDiff diff{
      .before = side_of(before),
      .after = side_of(after),
      .duration = {before.duration, after.duration},
      .phases = compare_phases(before, after),
      .stages = compare_stages(before, after),
      .steps = compare_steps(before, after),
      .misses = compare_misses(before, after),
      .cache = compare_cache(before, after),
      .image = compare_images(before, after),
      .context = {.sent_bytes = {before.context.sent_bytes, after.context.sent_bytes},
                  .bytes = {before.context.bytes, after.context.bytes},
                  .ignored_bytes = {before.context.ignored_bytes, after.context.ignored_bytes}},
      .remarks = {}};
  diff.remarks = remarks_on(diff);
  return diff;
}

} // namespace tidegate::analysis
