// SPDX-License-Identifier: Apache-2.0
#include "report/step_facts.hpp"

#include "analysis/stage_steps.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::report {
namespace {

using model::MissCause;

// A stage that was rebuilt for another one shares its cost: of two equal ones the origin tells
// more.
std::pair<double, bool> weight(const model::Miss& miss) {
  return {miss.cost.value_or(Seconds{0}).count(), miss.cause != MissCause::input_rebuilt};
}

std::string steps_ran(const model::Miss& miss) {
  const std::size_t steps = miss.followers.size() + 1;
  const bool first = miss.cause == MissCause::first_build;
  return fmt::format("{} {} ran{}{}",
                     steps,
                     steps == 1 ? "step" : "steps",
                     first ? "" : " again",
                     miss.cost ? fmt::format(" ({})", util::show_duration(*miss.cost)) : "");
}

// No single step of a first build is to blame: all that ran belong to its one cause.
Why first_build(const model::Build& build, model::Miss miss) {
  miss.followers.clear();
  miss.cost = Seconds{0};
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    const model::Step& step = build.steps[i];
    if (!analysis::missed(step)) {
      continue;
    }
    miss.followers.push_back(static_cast<int>(i));
    miss.cost =
        miss.cost && step.duration ? std::optional(*miss.cost + *step.duration) : std::nullopt;
  }
  std::erase(miss.followers, miss.step);
  return {.step = nullptr, .sentence = why_sentence(miss)};
}

} // namespace

const model::Step* step_at(const model::Build& build, int position) {
  const bool there = position >= 0 && static_cast<std::size_t>(position) < build.steps.size();
  return there ? &build.steps[static_cast<std::size_t>(position)] : nullptr;
}

std::string step_place(const model::Step& step) {
  if (!step.lines || step.lines->first < 1) {
    return {};
  }
  return fmt::format(
      "{}:{}", step.lines->file.empty() ? "Dockerfile" : step.lines->file, step.lines->first);
}

std::string step_work(const model::Step& step) {
  return step.instruction.empty() ? step.name : step.instruction;
}

std::string step_title(const model::Build& build, const model::Step& step) {
  const bool several = build.platforms.size() > 1 && !step.platform.empty();
  return step_work(step) + (several ? fmt::format(" ({})", step.platform) : "");
}

std::string cause_words(MissCause cause) {
  constexpr std::array<std::string_view, 11> words{"no earlier build to compare with",
                                                   "the cache was switched off",
                                                   "the cache service failed",
                                                   "the base image changed",
                                                   "the instruction changed",
                                                   "the order of the instructions changed",
                                                   "a build argument changed",
                                                   "files of the build context changed",
                                                   "a stage that it needs was rebuilt",
                                                   "nothing changed, but it was not in the cache",
                                                   "not known"};
  return std::string(words.at(static_cast<std::size_t>(cause)));
}

std::string why_sentence(const model::Miss& miss) {
  const std::string because = miss.because.empty() ? cause_words(miss.cause) : miss.because;
  switch (miss.cause) {
  case MissCause::unknown:
    return fmt::format(
        "{}; why is not known{}", steps_ran(miss), miss.because.empty() ? "" : ": " + miss.because);
  case MissCause::first_build:
    return fmt::format("{}: {}", steps_ran(miss), because);
  default:
    return fmt::format("{}, so {}", because, steps_ran(miss));
  }
}

std::optional<Why> why(const model::Build& build) {
  const auto costliest = std::ranges::max_element(build.misses, {}, weight);
  if (costliest == build.misses.end()) {
    return std::nullopt;
  }
  if (costliest->cause == MissCause::first_build) {
    return first_build(build, *costliest);
  }
  return Why{.step = step_at(build, costliest->step), .sentence = why_sentence(*costliest)};
}

} // namespace tidegate::report
