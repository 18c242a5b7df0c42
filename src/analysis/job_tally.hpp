// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/figure_tally.hpp"
#include "analysis/span_tally.hpp"
#include "model/run_statistics.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// One job of one workflow in many runs: its figures, its steps, how often it was flaky.
class JobTally {
public:
  void add(const JobHistory& job, const model::WorkflowRun& run);

  [[nodiscard]] const FigureTally& figures() const { return figures_; }

  // nullopt where it never was flaky; without the names.
  [[nodiscard]] std::optional<model::FlakyJob> flaky() const;
  // Without the names of workflow and job.
  [[nodiscard]] std::vector<model::StepFigures> steps() const;

private:
  void add_steps(const model::WorkflowJob& job);

  FigureTally figures_;
  model::FlakyJob flaky_;
  std::map<std::string, SpanTally, std::less<>> steps_;
};

} // namespace tidegate::analysis
