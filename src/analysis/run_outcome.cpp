// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_outcome.hpp"

namespace tidegate::analysis {

RunOutcome run_outcome(std::string_view status, std::string_view conclusion) {
  if (status != "completed") {
    return RunOutcome::unfinished;
  }
  if (conclusion == "success") {
    return RunOutcome::passed;
  }
  if (conclusion == "failure" || conclusion == "timed_out" || conclusion == "startup_failure") {
    return RunOutcome::failed;
  }
  if (conclusion == "cancelled") {
    return RunOutcome::cancelled;
  }
  return conclusion == "skipped" ? RunOutcome::skipped : RunOutcome::other;
}

bool is_decided(RunOutcome outcome) {
  return outcome == RunOutcome::passed || outcome == RunOutcome::failed;
}

void count(RunOutcome outcome, model::OutcomeCounts& counts) {
  switch (outcome) {
  case RunOutcome::passed:
    ++counts.passed;
    break;
  case RunOutcome::failed:
    ++counts.failed;
    break;
  case RunOutcome::cancelled:
    ++counts.cancelled;
    break;
  case RunOutcome::skipped:
    ++counts.skipped;
    break;
  case RunOutcome::other:
    ++counts.other;
    break;
  case RunOutcome::unfinished:
    ++counts.unfinished;
    break;
  }
}

} // namespace tidegate::analysis
