// SPDX-License-Identifier: Apache-2.0
#include "analysis/repeat_plan.hpp"

#include "analysis/dockerfile_cut.hpp"
#include "analysis/repeated_steps.hpp"
#include "analysis/step_name.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace tidegate::analysis {
namespace {

struct Place {
  const model::Step* step{nullptr};
  std::optional<bool> executed; // absent: no matter
};

using Places = std::map<int, Place>;          // by index
using Stages = std::map<std::string, Places>; // by stage

// Its flags come first: "RUN --network=none --mount=type=cache,target=/c make".
bool has_cache_mount(const model::Step& step) {
  const auto words = util::split(step.instruction, ' ');
  if (words.front() != "RUN") {
    return false;
  }
  const auto command = std::find_if_not(words.begin() + 1, words.end(), [](const auto& word) {
    return word.empty() || word.starts_with("--");
  });
  return std::any_of(words.begin() + 1, command, [](const auto& word) {
    std::string flag = word;
    std::ranges::transform(
        flag, flag.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return flag.starts_with("--mount=") && flag.find("type=cache") != std::string::npos;
  });
}

// BuildKit empties the cache mounts of what it may not take from its cache (llbsolver: the ids of
// such vertices are pruned before they run). The builder would lose what fills them, and a second
// build that begins with empty ones confirms whatever it is asked.
Result<void> refuse_cache_mounts(const std::vector<model::Step>& steps) {
  const auto found = std::ranges::find_if(steps, [](const auto& step) {
    return step.cacheable() && !step.cached && has_cache_mount(step);
  });
  return found == steps.end()
             ? Result<void>{}
             : failed(Error::Kind::external,
                      found->name + " has a cache mount, which the builder would empty first");
}

Result<Stages> places_of(const std::vector<model::Step>& steps) {
  Stages stages;
  for (const auto& step : steps) {
    if (!step.cacheable()) {
      continue;
    }
    auto& place = stages[step.stage][step.index];
    place.step = &step;
    if (always_cached(step)) {
      continue;
    }
    if (place.executed.value_or(!step.cached) == step.cached) {
      return failed(Error::Kind::external,
                    step.name + " came from the cache for one platform and not for another");
    }
    place.executed = !step.cached;
  }
  return stages;
}

std::vector<Stretch> stretches_of(const std::string& stage, const Places& places) {
  std::vector<Stretch> stretches;
  for (const auto& [index, place] : places) {
    const auto& step = *place.step;
    const bool begins =
        stretches.empty() || (place.executed && *place.executed != stretches.back().executed);
    if (!begins) {
      continue;
    }
    // Steps whose state is no matter are of the first stretch that has one.
    const bool opening = stretches.empty();
    const auto decides = std::ranges::find_if(
        places, [](const auto& each) { return each.second.executed.has_value(); });
    const bool known = opening && decides != places.end();
    Stretch stretch;
    stretch.stage = stretch.name = stage;
    stretch.unlabelled = step.name.substr(0, step.name.find("] ")).find(stage) == std::string::npos;
    stretch.shift = opening ? 0 : index - 1;
    stretch.total = step.total;
    stretch.line = opening || !step.lines ? 0 : step.lines->first;
    stretch.executed = known ? *decides->second.executed : place.executed.value_or(false);
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

bool is_named(const model::Dockerfile& dockerfile, const std::string& stage) {
  return std::ranges::any_of(dockerfile.stages,
                             [&](const auto& each) { return each.named && each.name == stage; });
}

// The earlier parts of a stage get names of their own; the last keeps its name, by which others
// refer to it.
void name_parts(std::vector<Stretch>& stretches) {
  for (std::size_t i = 0; i + 1 < stretches.size(); ++i) {
    stretches[i].name = fmt::format("tidegate-{}-{}", i, stretches[i].stage);
  }
}

bool all_executed(const std::vector<model::Step>& steps) {
  return std::ranges::none_of(steps, [](const auto& step) {
    return step.cacheable() && step.cached && !always_cached(step);
  });
}

std::string filter_of(const std::vector<Stretch>& stretches) {
  std::vector<std::string> names;
  for (const auto& stretch : stretches) {
    if (stretch.executed) {
      names.push_back(stretch.name);
    }
  }
  return "--no-cache-filter=" + util::join(names, ",");
}

// --no-cache-filter takes names, and whole stages.
bool must_cut(const std::vector<Stretch>& stretches, const model::Dockerfile& dockerfile) {
  return std::ranges::any_of(stretches, [&](const Stretch& stretch) {
    return stretch.name != stretch.stage
           || (stretch.executed && !is_named(dockerfile, stretch.stage));
  });
}

} // namespace

Result<RepeatPlan> plan_repeat(const std::vector<model::Step>& steps,
                               const model::Dockerfile& dockerfile,
                               std::string_view text) {
  const auto stages = places_of(steps);
  if (!stages) {
    return tl::unexpected(stages.error());
  }
  if (executed_steps(steps).empty()) {
    return RepeatPlan{};
  }
  if (auto done = refuse_cache_mounts(steps); !done) {
    return tl::unexpected(done.error());
  }
  if (all_executed(steps)) {
    return RepeatPlan{.options = {"--no-cache"}, .dockerfile = {}, .stretches = {}};
  }
  RepeatPlan plan;
  for (const auto& [stage, places] : *stages) {
    auto stretches = stretches_of(stage, places);
    name_parts(stretches);
    std::ranges::move(stretches, std::back_inserter(plan.stretches));
  }
  plan.options = {filter_of(plan.stretches)};
  if (!must_cut(plan.stretches, dockerfile)) {
    plan.stretches.clear();
    return plan;
  }
  auto written = cut_dockerfile(dockerfile, text, plan.stretches);
  if (!written) {
    return tl::unexpected(written.error());
  }
  plan.dockerfile = std::move(*written);
  return plan;
}

std::string first_name(const RepeatPlan& plan, std::string_view vertex_name) {
  const auto name = parse_step_name(vertex_name);
  const auto stretch = std::ranges::find(plan.stretches, name.stage, &Stretch::name);
  if (name.index == 0 || stretch == plan.stretches.end()) {
    return std::string(vertex_name);
  }
  std::string words = name.platform.empty() ? "" : name.platform + " ";
  words += stretch->unlabelled ? "" : stretch->stage + " ";
  const auto rest = vertex_name.substr(vertex_name.find("] "));
  return fmt::format("[{}{}/{}{}", words, name.index + stretch->shift, stretch->total, rest);
}

} // namespace tidegate::analysis
