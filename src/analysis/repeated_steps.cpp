// SPDX-License-Identifier: Apache-2.0
#include "analysis/repeated_steps.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tidegate::analysis {
namespace {

bool was_executed(const model::Step& step) {
  return step.cacheable() && !step.cached && !always_cached(step);
}

// Wall-clock time in which at least one executed step was at work.
Seconds executing(const model::Build& build) {
  std::vector<std::pair<Time, Time>> spans;
  for (const auto& step : build.steps) {
    if (was_executed(step) && step.started && step.completed) {
      spans.emplace_back(*step.started, *step.completed);
    }
  }
  std::ranges::sort(spans);
  Seconds sum{0};
  std::optional<Time> until;
  for (const auto& [from, to] : spans) {
    const Time begin = until ? std::max(*until, from) : from;
    sum += to > begin ? Seconds(to - begin) : Seconds{0};
    until = until ? std::max(*until, to) : to;
  }
  return sum;
}

// Of the work; absent where the phases are not known.
std::optional<Seconds> rest_of(const model::Build& build) {
  if (!build.duration || !build.phases) {
    return std::nullopt;
  }
  const auto& phases = *build.phases;
  return std::max(Seconds{0},
                  *build.duration - phases.cache_import - phases.cache_export - executing(build));
}

} // namespace

bool always_cached(const model::Step& step) {
  return step.instruction.starts_with("WORKDIR ");
}

std::set<std::string> executed_steps(const std::vector<model::Step>& steps) {
  std::set<std::string> names;
  for (const auto& step : steps) {
    if (was_executed(step)) {
      names.insert(step.name);
    }
  }
  return names;
}

std::string other_steps(const std::vector<model::Step>& first,
                        const std::vector<model::Step>& second) {
  const auto before = executed_steps(first);
  const auto after = executed_steps(second);
  for (const auto& name : before) {
    if (!after.contains(name)) {
      return name + " was not executed the second time";
    }
  }
  for (const auto& name : after) {
    if (!before.contains(name)) {
      return name + " was executed the second time only";
    }
  }
  return {};
}

void add_what_was_not_repeated(model::Build& second,
                               const model::Build& first,
                               const model::Build* baseline) {
  const auto own = rest_of(second);
  auto rest = rest_of(first);
  if (!own || !rest || executed_steps(first.steps).empty()) {
    return;
  }
  if (baseline != nullptr && !baseline->rebuilt) {
    rest = std::min(*rest, rest_of(*baseline).value_or(*rest));
  }
  const Seconds missing = std::max(Seconds{0}, *rest - *own);
  *second.duration += missing;
  second.phases->other += missing;
}

} // namespace tidegate::analysis
