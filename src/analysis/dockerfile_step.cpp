// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"

#include "analysis/dockerfile_lines.hpp"
#include "analysis/stage_numbering.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fmt/format.h>
#include <map>

namespace tidegate::analysis {
namespace {

std::string_view before_equals(std::string_view word) {
  return word.substr(0, word.find('='));
}

// What the line sets: "ENV A=1 B=2" two names, "USER app" none.
std::vector<std::string> names_in(const model::Instruction& instruction) {
  const auto& words = instruction.arguments;
  if (instruction.keyword != "ENV" && instruction.keyword != "ARG") {
    return {};
  }
  const bool old_form = !words.empty() && words.front().find('=') == std::string::npos;
  std::vector<std::string> names;
  for (const std::string& word : words) {
    names.emplace_back(before_equals(word));
    if (instruction.keyword == "ENV" && old_form) {
      break; // "ENV NAME all the rest"
    }
  }
  return names;
}

bool sets_something(const model::Instruction& instruction) {
  constexpr std::array<std::string_view, 4> settings{"ENV", "ARG", "USER", "SHELL"};
  return std::ranges::find(settings, instruction.keyword) != settings.end();
}

// FNV-1a, folded to 16 bits: enough to see a change, nothing to find a value by.
std::string mark_of(std::string_view text) {
  constexpr std::uint32_t prime = 16777619;
  std::uint32_t hash = 2166136261;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  }
  return fmt::format("{:04x}", (hash >> 16 ^ hash) & 0xffff);
}

std::string value_of(const model::Instruction& instruction, const std::string& name) {
  const auto word = std::ranges::find_if(
      instruction.arguments, [&](const auto& each) { return before_equals(each) == name; });
  const bool whole = word == instruction.arguments.end() || word->find('=') == std::string::npos;
  return whole ? instruction.text : *word;
}

void add_marks(std::vector<model::SettingMark>& marks,
               const std::string& stage,
               int next,
               const model::Instruction& instruction) {
  if (!sets_something(instruction)) {
    return;
  }
  const auto names = names_in(instruction);
  for (const auto& name : names) {
    marks.push_back(
        {stage, next, instruction.keyword + " " + name, mark_of(value_of(instruction, name))});
  }
  if (names.empty()) {
    marks.push_back({stage, next, instruction.keyword, mark_of(instruction.text)});
  }
}

using StepsByLine = std::map<int, const model::Step*>;

StepsByLine steps_by_line(const model::Dockerfile& dockerfile,
                          const model::DockerfileStage& stage,
                          const std::vector<model::Step>& steps) {
  StepsByLine found;
  for (const auto& step : steps) {
    if (stage_named(dockerfile, step.stage) == &stage
        && instruction_of(step, dockerfile) != nullptr) {
      found.try_emplace(step.lines->first, &step);
    }
  }
  return found;
}

void add_marks(std::vector<model::SettingMark>& marks,
               const model::DockerfileStage& stage,
               const StepsByLine& steps) {
  const std::string& name = steps.empty() ? stage.name : steps.begin()->second->stage;
  // Below the last step a line counts for the stages that continue this one.
  const int behind = steps.empty() ? 1 : steps.rbegin()->second->index + 1;
  for (const auto& instruction : stage.steps) {
    const auto next = steps.upper_bound(instruction.first_line);
    add_marks(marks, name, next == steps.end() ? behind : next->second->index, instruction);
  }
}

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The length of the variable at the beginning of `text`, 0 where there is none.
std::size_t variable_length(std::string_view text) {
  const bool braced = text.size() > 1 && text[1] == '{';
  const auto first = text.begin() + (braced ? 2 : 1);
  const auto end = first < text.end() ? std::find_if_not(first, text.end(), is_name) : text.end();
  const auto name_end = static_cast<std::size_t>(end - text.begin());
  if (name_end == (braced ? 2U : 1U) || first >= text.end()) {
    return 0;
  }
  if (!braced) {
    return name_end;
  }
  const std::size_t close = text.find('}', name_end);
  return close == std::string_view::npos ? 0 : close + 1;
}

std::string variable_name(std::string_view variable) {
  variable.remove_prefix(variable[1] == '{' ? 2 : 1);
  return std::string(variable.substr(
      0, static_cast<std::size_t>(std::ranges::find_if_not(variable, is_name) - variable.begin())));
}

} // namespace

const model::DockerfileStage* stage_named(const model::Dockerfile& dockerfile,
                                          std::string_view name) {
  const auto found = stages_named(dockerfile, name);
  return found.size() == 1 ? &dockerfile.stages[found.front()] : nullptr;
}

const model::DockerfileStage* parent_of(const model::Dockerfile& dockerfile,
                                        const model::DockerfileStage& stage) {
  const auto own = static_cast<std::size_t>(&stage - dockerfile.stages.data());
  const auto parent = model::stage_called(dockerfile, stage.base, own);
  return parent ? &dockerfile.stages[*parent] : nullptr;
}

bool declares_argument(const model::Dockerfile& dockerfile,
                       const model::Step& step,
                       std::string_view name) {
  const auto* const instruction = instruction_of(step, dockerfile);
  const auto declares = [&](const model::Instruction& line) {
    const auto names = line.keyword == "ARG" ? names_in(line) : std::vector<std::string>{};
    return std::ranges::find(names, name) != names.end();
  };
  for (const auto* at = stage_named(dockerfile, step.stage); at != nullptr;
       at = parent_of(dockerfile, *at)) {
    const auto end =
        std::ranges::find_if(at->steps, [&](const auto& line) { return &line == instruction; });
    if (std::any_of(at->steps.begin(), end, declares)) {
      return true;
    }
  }
  return false;
}

std::vector<model::SettingMark> setting_marks(const model::Dockerfile& dockerfile,
                                              const std::vector<model::Step>& steps) {
  constexpr std::size_t most = 500;
  std::vector<model::SettingMark> marks;
  for (const auto& stage : dockerfile.stages) {
    if (marks.size() < most) {
      add_marks(marks, stage, steps_by_line(dockerfile, stage, steps));
    }
  }
  marks.resize(std::min(marks.size(), most));
  return marks;
}

Template template_of(std::string_view instruction) {
  Template result;
  result.literals.emplace_back();
  while (!instruction.empty()) {
    const std::size_t length = instruction.front() == '$' ? variable_length(instruction) : 0;
    if (length > 0) {
      result.names.push_back(variable_name(instruction.substr(0, length)));
      result.literals.emplace_back();
    } else {
      result.literals.back() += instruction.front();
    }
    instruction.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

} // namespace tidegate::analysis
