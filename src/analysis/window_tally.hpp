// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/figure_tally.hpp"
#include "analysis/job_tally.hpp"
#include "analysis/phase_tally.hpp"
#include "model/run_statistics.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tidegate::analysis {

// The figures of one stretch of time.
class WindowTally {
public:
  explicit WindowTally(model::Grouping by)
      : by_(by) {}

  void add(const RunFacts& facts);
  // Without name and beginning.
  [[nodiscard]] model::WindowStatistics statistics() const;

private:
  // The names of its workflow and of the job.
  using Visit = std::function<void(const std::string&, const std::string&, const JobTally&)>;
  void each_job(const Visit& visit) const;

  void fill_groups(model::WindowStatistics& window) const;
  void fill_flaky_jobs(model::WindowStatistics& window) const;
  void fill_steps(model::WindowStatistics& window) const;

  model::Grouping by_;
  FigureTally all_;
  std::uint64_t runs_without_jobs_{0};
  std::map<std::string, FigureTally, std::less<>> groups_; // unless by job
  std::map<std::string, std::map<std::string, JobTally, std::less<>>, std::less<>> jobs_;
  PhaseTally phases_;
};

// The name of the workflow, its path where it has none. Two workflows of one name are one.
std::string_view workflow_of(const model::WorkflowRun& run);

} // namespace tidegate::analysis
