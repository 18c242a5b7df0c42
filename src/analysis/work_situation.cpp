// SPDX-License-Identifier: Apache-2.0
#include "analysis/work_situation.hpp"

#include "analysis/metric_values.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <set>

namespace tidegate::analysis {
namespace {

constexpr std::size_t longest_situation = 400;
constexpr std::size_t longest_stage = 80;

} // namespace

bool has_platforms(const model::Build& build) {
  std::set<std::string> seen;
  for (const model::Step& step : build.steps) {
    if (!step.platform.empty()) {
      seen.insert(step.platform);
    }
  }
  return seen.size() > 1;
}

std::string stage_label(const std::string& stage, const std::string& platform, bool platforms) {
  const std::string label = platforms && !platform.empty() ? stage + " " + platform : stage;
  return util::shorten_apart(util::to_printable(label), longest_stage);
}

std::optional<int> first_executed(const StageSteps& stage, const model::Build& build) {
  int place = 0;
  for (const auto& [index, position] : stage.positions) {
    const model::Step& step = build.steps[static_cast<std::size_t>(position)];
    place += step.cacheable() && step.reached ? 1 : 0;
    if (missed(step)) {
      return place;
    }
  }
  return std::nullopt;
}

std::string executed_part(const std::string& label, int first) {
  return label + " from " + std::to_string(first);
}

std::string work_situation(const model::Build& build) {
  const bool platforms = has_platforms(build);
  const auto can_be_cached = [](const model::Step& step) {
    return step.cacheable() && step.reached;
  };
  if (std::ranges::none_of(build.steps, can_be_cached)) {
    return {};
  }
  std::vector<std::string> parts;
  for (const StageSteps& stage : stages_of(build)) {
    if (const auto first = first_executed(stage, build)) {
      parts.push_back(executed_part(stage_label(stage.stage, stage.platform, platforms), *first));
    }
  }
  std::ranges::sort(parts);
  return parts.empty() ? "all cached"
                       : util::shorten_apart(util::join(parts, ", "), longest_situation);
}

} // namespace tidegate::analysis
