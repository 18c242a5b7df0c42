// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/dockerfile_lines.hpp"
#include "analysis/first_miss.hpp"
#include "analysis/stage_numbering.hpp"
#include "model/build.hpp"
#include "model/dockerfile.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::test {

// Puts builds together step by step, the graph included: each step needs the one above it.
class BuildOf {
public:
  BuildOf& from(const std::string& stage, const std::string& image, const std::string& digest) {
    model::Step step = step_of(stage, 1, "FROM " + image);
    step.base_digest = "sha256:" + digest;
    step.digest = "sha256:vertex-of-" + digest;
    return add(step, {});
  }

  // `needs`: positions of further inputs.
  BuildOf& run(const std::string& stage,
               int index,
               const std::string& instruction,
               bool cached,
               std::vector<int> needs = {}) {
    model::Step step = step_of(stage, index, instruction);
    step.cached = cached;
    step.duration = Seconds(cached ? 0 : 2);
    const int above = last_of(stage);
    if (above >= 0) {
      needs.insert(needs.begin(), above);
    }
    return add(step, needs);
  }

  // A vertex of BuildKit's own.
  BuildOf& own(const std::string& name) {
    model::Step step;
    step.name = name;
    step.reached = true;
    return add(step, {});
  }

  BuildOf& copied(const std::string& stage, int index, std::vector<model::InputEntry> entries) {
    std::string digest;
    for (const auto& entry : entries) {
      digest += entry.path + entry.digest;
    }
    build.inputs.copies.push_back({stage, index, digest, std::move(entries)});
    return *this;
  }

  model::Build build;

private:
  static model::Step step_of(const std::string& stage, int index, const std::string& instruction) {
    model::Step step;
    step.stage = stage;
    step.index = index;
    step.instruction = instruction;
    step.name = fmt::format("[{} {}] {}", stage, index, instruction);
    step.reached = true;
    step.started = Time{};
    return step;
  }

  int last_of(const std::string& stage) const {
    int last = -1;
    for (std::size_t i = 0; i < build.steps.size(); ++i) {
      last = build.steps[i].stage == stage ? static_cast<int>(i) : last;
    }
    return last;
  }

  BuildOf& add(model::Step step, const std::vector<int>& inputs) {
    step.inputs = inputs;
    if (step.digest.empty()) {
      step.digest = "sha256:of-" + step.name;
    }
    build.steps.push_back(std::move(step));
    return *this;
  }
};

inline model::Instruction instruction(const std::string& text) {
  model::Instruction result;
  result.text = text;
  result.keyword = text.substr(0, text.find(' '));
  std::size_t begin = text.find(' ');
  while (begin != std::string::npos) {
    const std::size_t end = text.find(' ', begin + 1);
    const std::string word = text.substr(begin + 1, end - begin - 1);
    auto& words = word.starts_with("--") ? result.flags : result.arguments;
    words.push_back(word);
    begin = end;
  }
  return result;
}

inline model::DockerfileStage
stage(const std::string& name, const std::string& base, std::initializer_list<std::string> below) {
  model::DockerfileStage result;
  result.name = name;
  result.named = !name.starts_with("stage-");
  result.base = base;
  result.steps.push_back(instruction("FROM " + base));
  for (const auto& text : below) {
    result.steps.push_back(instruction(text));
  }
  return result;
}

// One line for each instruction.
inline model::Dockerfile numbered(std::vector<model::DockerfileStage> stages) {
  model::Dockerfile file;
  file.stages = std::move(stages);
  int line = 0;
  for (auto& stage : file.stages) {
    for (auto& instruction : stage.steps) {
      instruction.first_line = instruction.last_line = ++line;
    }
  }
  return file;
}

// The build with the lines of its steps, as a record has them.
inline model::Build with_lines(model::Build build, const model::Dockerfile& file) {
  std::map<std::string, int> totals;
  for (const auto& step : build.steps) {
    totals[step.stage] = std::max(totals[step.stage], step.index);
  }
  for (auto& step : build.steps) {
    step.total = totals[step.stage];
    for (const auto stage : analysis::stages_named(file, step.stage)) {
      step.total = std::max(step.total, analysis::number_stage(file, stage).total);
    }
  }
  analysis::assign_lines(build.steps, file);
  return build;
}

} // namespace tidegate::test
