// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "adapters/github/run_json.hpp"
#include "model/workflow_run.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::github {

// GitHub lists no more than this for one question about runs.
inline constexpr int most_listed_runs = 1000;

struct RunQuestion {
  std::string workflow{}; // file name or id; empty: all
  std::string branch{};
  std::string event{};
};

// The path of the first page of the runs created from `first` to `last`, both included; without
// `last`: from `first` on. The same each time, so that its ETag is found again.
std::string runs_path(const RunQuestion& question, Time first, const std::optional<Time>& last);

struct RunPage {
  Listed<model::WorkflowRun> runs{};
  std::string next{};    // empty: the last page
  bool unchanged{false}; // since an earlier sync
};

struct RunJobs {
  std::vector<model::WorkflowJob> jobs{};
  std::vector<std::string> damage{}; // entries that were passed over
  bool gone{false};                  // the run is no longer there
  std::string problem{};             // not empty: no jobs, and asking again later may help
};

// Runs and jobs of a repository: GET /actions/runs, /actions/workflows/{id}/runs,
// /actions/runs/{id} and /actions/runs/{id}/jobs; needs `actions: read`. Error: external; with the
// `permissions:` line where GitHub refuses.
class Runs {
public:
  // `client` outlives it.
  explicit Runs(Client& client)
      : client_(client) {}

  // `skip_unchanged`: what an unchanged page says is known, so it is not read again.
  Result<RunPage> page(const std::string& path, bool skip_unchanged);

  // nullopt: it is no longer there.
  Result<std::optional<model::WorkflowRun>> run(std::int64_t id);

  // The jobs of all attempts. What one run's answer makes impossible is in `problem`.
  Result<RunJobs> jobs(std::int64_t run_id);

private:
  Client& client_;
};

// Whether the client asks for jobs with this URL. What is fetched once need not be kept.
bool asks_for_jobs(const std::string& url);

} // namespace tidegate::github
