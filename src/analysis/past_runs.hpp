// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"
#include "model/past_run.hpp"
#include "model/workflow_run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// nullopt: it is not over. Duration and outcome as in run_statistics.hpp.
std::optional<model::PastRun> past_run(const model::RunRecord& record);

// Each once, sorted.
std::vector<std::string> workflows_of(const std::vector<model::PastRun>& runs);

// `ci_duration` or `ci_queue` of one workflow as a series, oldest first: of the runs that passed on
// their first attempt, since what failed was cut short and a later one need not run all jobs.
// GitHub's times have whole seconds, so a wait of less than one is
// counted as one. The event ids are those of the runs.
model::MetricPast run_series(const std::vector<model::PastRun>& runs, const model::Metric& metric);

} // namespace tidegate::analysis
