// SPDX-License-Identifier: Apache-2.0
#include "analysis/phase_tally.hpp"

#include "analysis/figure_tally.hpp"
#include "analysis/job_phase.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

using std::chrono::microseconds;

// Times may be anything: without an end, a sum of many of them would not fit into 64 bits.
microseconds sum_of(microseconds sum, microseconds span) {
  constexpr microseconds longest = std::chrono::years(200);
  return std::min(sum + span, longest);
}

} // namespace

void PhaseTally::add(const JobHistory& job) {
  add_queue_times(job, queued_);
  for (const Execution& execution : job.executions) {
    if (!execution.carried_over) {
      add_steps(*execution.job);
    }
  }
}

void PhaseTally::add_steps(const model::WorkflowJob& job) {
  std::array<std::optional<microseconds>, 3> sums;
  for (const model::JobStep& step : job.steps) {
    if (!is_timed(step)) {
      continue;
    }
    const auto phase = static_cast<std::size_t>(job_phase(step.name));
    if (const auto span = length(*step.started, *step.completed)) {
      sums.at(phase) = sum_of(sums.at(phase).value_or(microseconds{0}), *span);
    } else {
      steps_.at(phase).leave_out();
    }
  }
  for (std::size_t phase = 0; phase < sums.size(); ++phase) {
    if (sums.at(phase)) {
      steps_.at(phase).add(*sums.at(phase));
    }
  }
}

model::PhaseFigures PhaseTally::figures() const {
  const auto of = [&](model::JobPhase phase) {
    return steps_.at(static_cast<std::size_t>(phase)).figures();
  };
  return {.queued = queued_.figures(),
          .set_up = of(model::JobPhase::set_up),
          .build = of(model::JobPhase::build),
          .tear_down = of(model::JobPhase::tear_down)};
}

} // namespace tidegate::analysis
