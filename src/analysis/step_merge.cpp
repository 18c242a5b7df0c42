// SPDX-License-Identifier: Apache-2.0
#include "analysis/step_merge.hpp"

#include "util/text.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

std::vector<NamedVertex> workers_among(const std::vector<NamedVertex>& vertices) {
  const auto keep = [](std::vector<NamedVertex> from, auto wanted) {
    std::vector<NamedVertex> kept;
    std::ranges::copy_if(from, std::back_inserter(kept), wanted);
    return kept.empty() ? from : kept;
  };
  const auto real = keep(vertices, [](const NamedVertex& v) { return !v.name.link; });
  return keep(real, [](const NamedVertex& v) { return v.record->has_inputs(); });
}

// The one that says why: a vertex that was only stopped tells nothing.
std::string error_of(const std::vector<NamedVertex>& vertices) {
  std::string error;
  for (const NamedVertex& vertex : vertices) {
    const std::string own = vertex.record->error();
    if (!own.empty() && (error.empty() || is_cancellation(error))) {
      error = own;
    }
  }
  return error;
}

void add_times(TimedStep& timed, const std::vector<NamedVertex>& vertices, Time end_of_build) {
  model::Step& step = timed.step;
  auto& intervals = timed.intervals;
  bool completed = true;
  for (const NamedVertex& vertex : vertices) {
    const auto own = vertex.record->intervals(end_of_build);
    intervals.insert(intervals.end(), own.begin(), own.end());
    completed = completed && vertex.record->completed();
    if (const auto took = vertex.record->took()) {
      step.duration = step.duration.value_or(Seconds{0}) + *took;
    }
  }
  intervals = merged(std::move(intervals));
  if (!intervals.empty()) {
    step.started = intervals.front().from;
    step.duration = length_of(intervals);
    step.completed = completed ? std::optional(intervals.back().to) : std::nullopt;
  }
}

} // namespace

TimedStep merge_step(const std::vector<NamedVertex>& vertices, Time end_of_build) {
  const auto workers = workers_among(vertices);
  const StepName& name = workers.front().name;
  TimedStep timed;
  timed.phase = name.phase;
  model::Step& step = timed.step;
  step.digest = workers.front().digest;
  step.name = util::to_printable(name.normalised);
  step.stage = util::to_printable(name.stage);
  step.index = name.index;
  step.total = name.total;
  step.instruction = util::to_printable(name.instruction);
  step.platform = util::to_printable(name.platform);
  step.cached =
      std::ranges::all_of(workers, [](const NamedVertex& v) { return v.record->cached(); });
  step.error = error_of(vertices);

  step.base_digest = util::to_printable(name.base_digest);
  step.reached = std::ranges::any_of(
      vertices, [](const NamedVertex& v) { return v.record->started() || v.record->cached(); });
  add_times(timed, vertices, end_of_build);
  return timed;
}

} // namespace tidegate::analysis
