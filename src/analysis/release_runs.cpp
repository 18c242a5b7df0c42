// SPDX-License-Identifier: Apache-2.0
#include "analysis/release_runs.hpp"

#include "util/time.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace tidegate::analysis {
namespace {

using model::PastRun;
using model::ReleaseRuns;
using model::Status;

constexpr int needed_of_ten = 8;

// Rounded up: 3 of 3, 4 of 5, 8 of 10.
int needed_of(int count) {
  return (count * needed_of_ten + 9) / 10;
}

std::optional<Seconds> median(std::vector<Seconds> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::ranges::sort(values);
  return values[(values.size() - 1) / 2];
}

std::string counted_text(const ReleaseRuns& runs) {
  constexpr std::size_t date = 10; // digits
  return fmt::format("{} of the last {} succeeded, {} of {} wanted{}",
                     runs.succeeded,
                     util::counted(runs.counted, "run"),
                     runs.needed,
                     runs.wanted,
                     runs.newest ? "; the newest that is known is of "
                                       + util::to_rfc3339(*runs.newest).substr(0, date)
                                 : "");
}

void add(const PastRun& run, ReleaseRuns& found, std::vector<Seconds>& waits) {
  if (!run.decided) {
    ++found.left_out;
    return;
  }
  ++found.counted;
  found.newest = std::max(found.newest, std::optional(run.created));
  found.succeeded += run.passed ? 1 : 0;
  if (run.queued) {
    waits.push_back(*run.queued);
  }
}

} // namespace

ReleaseRuns last_runs(const model::RunPast& past, const std::string& own_workflow, int last) {
  ReleaseRuns found{
      .known = past.known, .problem = past.problem, .wanted = last, .needed = needed_of(last)};
  const auto is_own = [&own_workflow](const PastRun& run) {
    return !own_workflow.empty() && run.workflow == own_workflow;
  };
  const bool has_others = !std::ranges::all_of(past.runs, is_own);
  std::vector<Seconds> waits;
  for (const PastRun& run : past.runs) {
    if (found.counted == last) {
      break;
    }
    if (has_others && is_own(run)) {
      ++found.own;
      continue;
    }
    add(run, found, waits);
  }
  found.queue_median = median(std::move(waits));
  return found;
}

model::ReleaseGate runs_gate(const ReleaseRuns& runs) {
  model::ReleaseGate gate{.name = "runs"};
  if (!runs.problem.empty()) {
    gate.status = Status::inconclusive;
    gate.reasons = {"the run history could not be read: " + runs.problem};
  } else if (!runs.known) {
    gate.status = Status::inconclusive;
    gate.reasons = {"not known: run `tidegate history sync`"};
  } else if (runs.succeeded >= runs.needed) {
    gate.reasons = {counted_text(runs)};
  } else if (runs.counted - runs.succeeded > runs.wanted - runs.needed) {
    gate.status = Status::fail;
    gate.reasons = {counted_text(runs)};
  } else {
    gate.status = Status::inconclusive;
    gate.reasons = {counted_text(runs) + ": there are too few to tell"};
  }
  return gate;
}

} // namespace tidegate::analysis
