// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fmt/format.h>
#include <set>

namespace tidegate::analysis {
namespace {

bool counts(const model::Dockerfile& dockerfile,
            const model::DockerfileStage& stage,
            const model::Instruction& instruction) {
  if (instruction.keyword == "FROM") {
    return stage.base != "scratch" && parent_of(dockerfile, stage) == nullptr;
  }
  constexpr std::array<std::string_view, 4> steps{"ADD", "COPY", "RUN", "WORKDIR"};
  return std::ranges::find(steps, instruction.keyword) != steps.end();
}

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
  const auto found = std::ranges::find_if(dockerfile.stages,
                                          [&](const auto& stage) { return stage.name == name; });
  return found == dockerfile.stages.end() ? nullptr : &*found;
}

// Only a stage above can be continued: a later one of that name is an image to FROM.
const model::DockerfileStage* parent_of(const model::Dockerfile& dockerfile,
                                        const model::DockerfileStage& stage) {
  const model::DockerfileStage* parent = nullptr;
  for (const auto& other : dockerfile.stages) {
    if (&other == &stage) {
      return parent;
    }
    if (other.named && other.name.size() == stage.base.size()
        && util::starts_with_ignoring_case(stage.base, other.name)) {
      parent = &other;
    }
  }
  return nullptr;
}

const model::Instruction*
instruction_of(const model::Dockerfile& dockerfile, std::string_view stage, int index) {
  const auto* const found = stage_named(dockerfile, stage);
  if (found == nullptr) {
    return nullptr;
  }
  int count = 0;
  for (const auto& instruction : found->steps) {
    count += counts(dockerfile, *found, instruction) ? 1 : 0;
    if (count == index && counts(dockerfile, *found, instruction)) {
      return &instruction;
    }
  }
  return nullptr;
}

bool declares_argument(const model::Dockerfile& dockerfile,
                       std::string_view stage,
                       int index,
                       std::string_view name) {
  const auto* const step = instruction_of(dockerfile, stage, index);
  const auto declares = [&](const model::Instruction& instruction) {
    const auto names =
        instruction.keyword == "ARG" ? names_in(instruction) : std::vector<std::string>{};
    return std::ranges::find(names, name) != names.end();
  };
  for (const auto* at = stage_named(dockerfile, stage); at != nullptr;
       at = parent_of(dockerfile, *at)) {
    const auto end = std::ranges::find_if(
        at->steps, [&](const auto& instruction) { return &instruction == step; });
    if (std::any_of(at->steps.begin(), end, declares)) {
      return true;
    }
  }
  return false;
}

std::vector<model::SettingMark> setting_marks(const model::Dockerfile& dockerfile) {
  constexpr std::size_t most = 500;
  std::vector<model::SettingMark> marks;
  for (const auto& stage : dockerfile.stages) {
    int next = 1;
    for (const auto& instruction : stage.steps) {
      next += counts(dockerfile, stage, instruction) ? 1 : 0;
      add_marks(marks, stage.name, next, instruction);
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
