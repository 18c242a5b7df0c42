// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace tidegate::analysis {
namespace {

Finding rebuilt(const std::string& stage, const std::vector<std::string>& steps) {
  return {model::MissCause::input_rebuilt,
          fmt::format("stage {}, which it needs, was rebuilt", stage),
          steps};
}

// BuildKit shows a step that two stages share only under one of them.
bool is_shared(const MissCase& miss, const model::Step& needed) {
  return needed.index == miss.step.index - 1 && !miss.stage.positions.contains(needed.index)
         && miss.stage.positions.begin()->first == miss.step.index;
}

std::optional<Finding> by_graph(const MissCase& miss) {
  for (const auto* needed : inputs_of(miss.evidence.now, miss.step)) {
    if (missed(*needed) && is_shared(miss, *needed)) {
      return Finding{model::MissCause::input_rebuilt,
                     fmt::format("{}, which it shares with stage {}, ran again",
                                 quoted(needed->instruction),
                                 needed->stage),
                     {}};
    }
    if (missed(*needed)) {
      return rebuilt(needed->stage, {"rebuilt: " + quoted(needed->instruction)});
    }
  }
  return std::nullopt;
}

// "type=bind,from=build,source=/a"
void add_mounted(std::vector<std::string>& sources, const std::string& mount) {
  constexpr std::string_view key = "from=";
  for (const auto& part : util::split(mount, ',')) {
    if (part.starts_with(key)) {
      sources.push_back(part.substr(key.size()));
    }
  }
}

std::vector<std::string> sources_in(const std::string& instruction) {
  constexpr std::string_view copy = "--from=";
  constexpr std::string_view mount = "--mount=";
  std::vector<std::string> sources;
  for (const auto& word : util::split(instruction, ' ')) {
    if (word.starts_with(copy)) {
      sources.push_back(word.substr(copy.size()));
    } else if (word.starts_with(mount)) {
      add_mounted(sources, word.substr(mount.size()));
    }
  }
  return sources;
}

// Stages may be named by number, from 0.
std::string stage_meant(const std::string& source, const model::Dockerfile* dockerfile) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(source.data(), source.data() + source.size(), number);
  const bool is_number = error == std::errc{} && end == source.data() + source.size();
  if (is_number && dockerfile != nullptr && number < dockerfile->stages.size()) {
    return dockerfile->stages[number].name;
  }
  return source;
}

// For sources without a step graph.
std::vector<std::string> stages_needed(const MissCase& miss) {
  const auto* const dockerfile = miss.evidence.dockerfile;
  std::vector<std::string> stages = sources_in(miss.step.instruction);
  std::ranges::transform(
      stages, stages.begin(), [&](const auto& each) { return stage_meant(each, dockerfile); });
  const auto* stage = dockerfile != nullptr ? stage_named(*dockerfile, miss.step.stage) : nullptr;
  const auto* parent = stage != nullptr ? parent_of(*dockerfile, *stage) : nullptr;
  if (parent != nullptr && !miss.after_hit) {
    stages.push_back(parent->name);
  }
  return stages;
}

std::optional<Finding> by_name(const MissCase& miss) {
  for (const auto& stage : stages_needed(miss)) {
    const auto found = std::ranges::find_if(miss.evidence.now.steps, [&](const model::Step& step) {
      return missed(step) && step.stage == stage && step.stage != miss.step.stage;
    });
    if (found != miss.evidence.now.steps.end()) {
      return rebuilt(stage, {"rebuilt: " + quoted(found->instruction)});
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<Finding> input_rebuilt(const MissCase& miss) {
  if (auto image = copied_image_changed(miss)) {
    return image;
  }
  return miss.step.inputs.empty() ? by_name(miss) : by_graph(miss);
}

} // namespace tidegate::analysis
