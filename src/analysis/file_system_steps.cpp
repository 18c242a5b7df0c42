// SPDX-License-Identifier: Apache-2.0
#include "analysis/file_system_steps.hpp"

#include <algorithm>
#include <string_view>

namespace tidegate::analysis {
namespace {

using model::Step;

bool is_from_step(const Step& step) {
  return step.instruction.starts_with("FROM ");
}

bool copies(const Step& step) {
  return step.instruction.starts_with("COPY ") || step.instruction.starts_with("ADD ");
}

const Step* at(const std::vector<Step>& steps, int position) {
  return position < 0 || position >= static_cast<int>(steps.size())
             ? nullptr
             : &steps[static_cast<std::size_t>(position)];
}

// The one input that fits; nullopt where none does, or several.
template<typename Fits>
std::optional<int> only_input(const std::vector<Step>& steps, const Step& step, const Fits& fits) {
  std::vector<int> found = step.inputs;
  std::erase_if(found, [&](int input) {
    const Step* other = at(steps, input);
    return other == nullptr || other->index == 0 || !fits(*other);
  });
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

// BuildKit shows a step that two stages share under one of them only, but its number is the same.
std::optional<int> input_before(const std::vector<Step>& steps, const Step& step) {
  const auto own = only_input(steps, step, [&](const Step& other) {
    return other.stage == step.stage && other.index == step.index - 1;
  });
  return own ? own : only_input(steps, step, [&](const Step& other) {
    return other.index == step.index - 1;
  });
}

std::string_view copied_from(const Step& step) {
  constexpr std::string_view flag = "--from=";
  const std::string_view text = step.instruction;
  const auto begin = text.find(flag);
  if (begin == std::string_view::npos) {
    return {};
  }
  const auto name = text.substr(begin + flag.size());
  return name.substr(0, name.find(' '));
}

// The first step of a stage that begins from another one, or from scratch: FROM of either is no
// step.
std::optional<int> input_of_first(const std::vector<Step>& steps, const Step& step) {
  const std::string_view from = copies(step) ? copied_from(step) : std::string_view();
  return only_input(
      steps, step, [&](const Step& other) { return from.empty() || other.stage != from; });
}

bool has_step_as_input(const std::vector<Step>& steps, const Step& step) {
  return std::ranges::any_of(step.inputs, [&](int input) {
    const Step* other = at(steps, input);
    return other != nullptr && other->index > 0;
  });
}

// All that it can have as an input is what it copies.
bool begins_from_scratch(const std::vector<Step>& steps, const Step& step) {
  return step.index == 1
         && (!has_step_as_input(steps, step) || (copies(step) && step.inputs.size() == 1));
}

std::optional<int> step_before(const std::vector<Step>& steps, const Step& step) {
  const auto found = std::ranges::find_if(steps, [&](const Step& other) {
    return other.stage == step.stage && other.platform == step.platform
           && other.index == step.index - 1;
  });
  return found == steps.end() ? std::nullopt
                              : std::optional(static_cast<int>(found - steps.begin()));
}

bool has_graph(const std::vector<Step>& steps) {
  return std::ranges::any_of(steps, [](const Step& step) { return !step.inputs.empty(); });
}

std::optional<int> worked_on(const std::vector<Step>& steps, const Step& step) {
  return step.index == 1 ? input_of_first(steps, step) : input_before(steps, step);
}

} // namespace

FileSystemSteps file_system_steps(const std::vector<Step>& steps, int last) {
  const bool graph = has_graph(steps);
  FileSystemSteps chain;
  std::optional position = last;
  while (position && chain.steps.size() < steps.size()) {
    const Step* found = at(steps, *position);
    if (found == nullptr) {
      return chain;
    }
    const Step& step = *found;
    if (is_from_step(step)) {
      chain.from = position;
      return chain;
    }
    if (step.index == 0) {
      return chain; // not a step of a stage: a merge of COPY --link, a source
    }
    chain.steps.push_back(*position);
    if (graph && begins_from_scratch(steps, step)) {
      chain.scratch = true;
      return chain;
    }
    position = graph ? worked_on(steps, step) : step_before(steps, step);
  }
  return chain;
}

} // namespace tidegate::analysis
