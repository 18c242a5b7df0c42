// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/workflow_run.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::github {

// One page of a list. A damaged entry is passed over and named in `damage` with its place
// ("workflow_runs[3]: no id"); the others count.
template<typename Entry>
struct Listed {
  std::optional<int> total{}; // total_count: of all pages
  std::vector<Entry> entries{};
  std::vector<std::string> damage{};
};

// The answers of GET /actions/runs, /actions/workflows/{id}/runs and /actions/runs/{id}/jobs of the
// REST API, version 2022-11-28. Memory is bounded by what is wanted of an answer, not by how deep
// the rest of it is. Error: external, it is no such list.
Result<Listed<model::WorkflowRun>> parse_runs(std::string_view body);
Result<Listed<model::WorkflowJob>> parse_jobs(std::string_view body);
// The answer of GET /actions/runs/{id}.
Result<model::WorkflowRun> parse_run(std::string_view body);

} // namespace tidegate::github
