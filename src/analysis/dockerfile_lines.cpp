// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_lines.hpp"

#include "analysis/instruction_text.hpp"
#include "analysis/stage_numbering.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

using Group = std::vector<const model::Step*>;

// By stage, total and platform; each in order of the index.
std::vector<Group> group_steps(const std::vector<model::Step>& steps) {
  std::map<std::tuple<std::string, int, std::string>, Group> groups;
  for (const auto& step : steps) {
    if (!step.stage.empty() && step.index > 0) {
      groups[{step.stage, step.total, step.platform}].push_back(&step);
    }
  }
  std::vector<Group> result;
  for (auto& [key, group] : groups) {
    std::ranges::stable_sort(group, {}, [](const auto* step) { return step->index; });
    result.push_back(std::move(group));
  }
  return result;
}

// nullptr: no instruction, or one of several.
using Found = std::map<const model::Step*, const model::Instruction*>;

// FROM may have run on another platform than what is built on it.
bool saw_base(const std::vector<model::Step>& steps,
              const std::string& stage,
              const std::string& base) {
  return std::ranges::any_of(steps, [&](const model::Step& step) {
    return step.stage == stage && step.index == 1 && could_be_base(base, step.instruction);
  });
}

struct Question {
  const std::vector<model::Step>& steps;
  const model::Dockerfile& dockerfile;
};

void find_in_stage(const Group& group, const Question& question, std::size_t stage, Found& found) {
  StageNumbering numbering = number_stage(question.dockerfile, stage);
  const auto& described = question.dockerfile.stages[stage];
  if (!numbering.places.empty() && saw_base(question.steps, group.front()->stage, described.base)) {
    numbering.places.front().certain = true;
  }
  const std::vector<int> places = align_steps(group, numbering, described.base);
  for (std::size_t i = 0; i < group.size(); ++i) {
    const model::Instruction* instruction = nullptr;
    if (places[i] >= 0) {
      instruction = numbering.places[static_cast<std::size_t>(places[i])].instruction;
    } else if (is_trigger(*group[i]) && group[i]->total >= numbering.total) {
      instruction = &described.steps.front();
    }
    if (instruction != nullptr) {
      const auto [entry, first] = found.try_emplace(group[i], instruction);
      entry->second = first ? instruction : nullptr;
    }
  }
}

std::optional<model::SourceLines> lines_of(const model::Instruction& instruction,
                                           const model::Dockerfile& dockerfile) {
  return model::SourceLines{
      .file = dockerfile.file, .first = instruction.first_line, .last = instruction.last_line};
}

const model::Instruction*
instruction_at(const model::Dockerfile& dockerfile, std::size_t stage, int index) {
  int count = model::begins_with_image(dockerfile, stage) ? 1 : 0;
  for (const auto& step : dockerfile.stages[stage].steps) {
    count += model::is_numbered(step) ? 1 : 0;
    if (model::is_numbered(step) && count == index) {
      return &step;
    }
  }
  return nullptr;
}

// What `input` was read for, by the place that the Dockerfile gives it.
const model::Instruction* instruction_of(const model::CopyInput& input,
                                         const model::Dockerfile& dockerfile) {
  const auto stages = stages_named(dockerfile, input.stage);
  return stages.size() == 1 ? instruction_at(dockerfile, stages.front(), input.index) : nullptr;
}

} // namespace

void assign_lines(std::vector<model::Step>& steps, const model::Dockerfile& dockerfile) {
  Found found;
  for (const Group& group : group_steps(steps)) {
    for (const std::size_t stage : stages_named(dockerfile, group.front()->stage)) {
      find_in_stage(group, {steps, dockerfile}, stage, found);
    }
  }
  for (auto& step : steps) {
    const auto entry = found.find(&step);
    if (!step.lines && entry != found.end() && entry->second != nullptr) {
      step.lines = lines_of(*entry->second, dockerfile);
    }
  }
}

const model::Instruction* instruction_of(const model::Step& step,
                                         const model::Dockerfile& dockerfile) {
  if (!step.lines || step.stage.empty() || is_trigger(step)) {
    return nullptr;
  }
  for (const auto& stage : dockerfile.stages) {
    const auto instruction =
        std::ranges::find(stage.steps, step.lines->first, &model::Instruction::first_line);
    if (instruction != stage.steps.end()) {
      return &*instruction;
    }
  }
  return nullptr;
}

void place_inputs(std::vector<model::CopyInput>& copies,
                  const std::vector<model::Step>& steps,
                  const model::Dockerfile& dockerfile) {
  std::map<const model::Instruction*, const model::Step*> by_instruction;
  for (const auto& step : steps) {
    by_instruction.try_emplace(instruction_of(step, dockerfile), &step);
  }
  std::vector<model::CopyInput> placed;
  for (auto& input : copies) {
    const auto* instruction = instruction_of(input, dockerfile);
    const auto step = by_instruction.find(instruction);
    if (instruction != nullptr && step != by_instruction.end()) {
      input.stage = step->second->stage;
      input.index = step->second->index;
      placed.push_back(std::move(input));
    }
  }
  copies = std::move(placed);
}

} // namespace tidegate::analysis
