// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::analysis {
namespace {

const model::Step* step_at(const StageSteps& stage, const model::Build& build, int index) {
  const auto found = stage.positions.find(index);
  return found == stage.positions.end() ? nullptr
                                        : &build.steps[static_cast<std::size_t>(found->second)];
}

// The same text below a place of the stage.
bool comes_later(const StageSteps& stage,
                 const model::Build& build,
                 int index,
                 const std::string& instruction) {
  return std::any_of(
      stage.positions.upper_bound(index), stage.positions.end(), [&](const auto& entry) {
        return build.steps[static_cast<std::size_t>(entry.second)].instruction == instruction;
      });
}

Finding describe(const MissCase& miss, const Difference& difference) {
  using model::MissCause;
  const std::string now = quoted(difference.now->instruction);
  if (difference.before == nullptr) {
    return {MissCause::instruction_changed, "the instruction is new in the Dockerfile", {now}};
  }
  const std::string before = quoted(difference.before->instruction);
  const bool now_was_later = comes_later(
      *miss.stage_before, *miss.evidence.baseline, difference.index, difference.now->instruction);
  const bool before_is_later =
      comes_later(miss.stage, miss.evidence.now, difference.index, difference.before->instruction);
  const std::vector<std::string> both{"before: " + before, "now: " + now};
  if (now_was_later && before_is_later) {
    return {MissCause::order_changed, fmt::format("{} now comes before {}", now, before), both};
  }
  if (now_was_later) {
    return {MissCause::instruction_changed,
            fmt::format("{}, which stood before it, was removed", before),
            both};
  }
  if (before_is_later) {
    return {MissCause::instruction_changed,
            fmt::format("the instruction is new in the Dockerfile, before {}", before),
            {now}};
  }
  return {MissCause::instruction_changed, "the instruction was changed in the Dockerfile", both};
}

} // namespace

std::set<std::string> changed_names(const Marks& now, const Marks& before) {
  std::set<std::string> names;
  for (const auto& [name, mark] : now) {
    const auto found = before.find(name);
    if (found == before.end() || found->second != mark) {
      names.insert(name);
    }
  }
  for (const auto& [name, mark] : before) {
    if (!now.contains(name)) {
      names.insert(name);
    }
  }
  return names;
}

std::string quoted(const std::string& instruction) {
  constexpr std::size_t most_bytes = 80;
  return "`" + util::shorten(util::to_printable(instruction), most_bytes) + "`";
}

std::optional<Difference> first_difference(const MissCase& miss) {
  if (miss.stage_before == nullptr) {
    return std::nullopt;
  }
  const int total_before =
      miss.stage_before->positions.empty() ? 0 : miss.stage_before->positions.rbegin()->first;
  for (const auto& [index, position] : miss.stage.positions) {
    const model::Step& now = miss.evidence.now.steps[static_cast<std::size_t>(position)];
    if (index > miss.step.index) {
      return std::nullopt;
    }
    const model::Step* before = step_at(*miss.stage_before, *miss.evidence.baseline, index);
    if (before == nullptr && index > total_before) {
      return Difference{index, &now, nullptr};
    }
    const bool comparable = before != nullptr && !(is_from(now) && is_from(*before));
    if (comparable && now.instruction != before->instruction
        && changed_variables(miss, now, *before).empty()) {
      return Difference{index, &now, before};
    }
  }
  return std::nullopt;
}

std::optional<Finding> text_changed(const MissCase& miss) {
  if (miss.stage_before == nullptr) {
    return Finding{model::MissCause::instruction_changed,
                   fmt::format("stage {} was no part of the earlier build", miss.stage.stage),
                   {}};
  }
  const auto difference = first_difference(miss);
  const bool here = difference && (!miss.after_hit || difference->index == miss.step.index);
  return here ? std::optional(describe(miss, *difference)) : std::nullopt;
}

// What stands above was changed too, but its own result came from the cache of some other build.
std::optional<Finding> text_changed_above(const MissCase& miss) {
  const auto difference = first_difference(miss);
  if (!difference) {
    return std::nullopt;
  }
  Finding finding = describe(miss, *difference);
  finding.because += ", above this step";
  return finding;
}

} // namespace tidegate::analysis
