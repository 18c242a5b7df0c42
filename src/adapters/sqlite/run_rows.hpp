// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "model/workflow_run.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// Whole seconds since 1970, as the tables have them.
std::int64_t to_seconds(Time time);
Time to_time(std::int64_t seconds);

// Values -> rows of workflow_runs, workflow_jobs and job_steps; no transactions. Prepared once for
// many.
class RunWriter {
public:
  static Result<RunWriter> prepare(Connection& connection);

  // False where nothing of it is new.
  Result<bool> put(const std::string& repository, const model::WorkflowRun& run);

  // Replaces the jobs of a run; they are those of its attempts up to `attempt`. Nothing where there
  // is no such run, or where the jobs of a later attempt are there already.
  Result<void> put_jobs(const std::string& repository,
                        std::int64_t run_id,
                        int attempt,
                        const std::vector<model::WorkflowJob>& jobs);

private:
  explicit RunWriter(Connection& connection)
      : connection_(&connection) {}

  Result<void> add_job(std::int64_t run_row, const model::WorkflowJob& job);
  Result<void> add_steps(std::int64_t job_row, const std::vector<model::JobStep>& steps);

  Connection* connection_;
  std::vector<Statement> statements_;
};

// Rows -> values: the jobs of one run after the other.
class JobReader {
public:
  static Result<JobReader> prepare(Connection& connection, bool with_steps);
  // By attempt and id.
  Result<std::vector<model::WorkflowJob>> read(std::int64_t run_row, std::int64_t run_id);

private:
  JobReader(Statement jobs, Statement steps, bool with_steps)
      : jobs_(std::move(jobs)),
        steps_(std::move(steps)),
        with_steps_(with_steps) {}

  Result<std::vector<model::JobStep>> steps(std::int64_t job_row);

  Statement jobs_;
  Statement steps_;
  bool with_steps_;
};

// Of a query that begins with `SELECT <run_columns>`; column 0 is the row.
inline constexpr std::string_view run_columns =
    "row, id, attempt, number, workflow_id, name, title, path, event, branch, sha, status, "
    "conclusion, actor, created, started, updated, jobs_attempt >= attempt";
inline constexpr int jobs_known_column = 17;
model::WorkflowRun read_run(const Statement& row);

} // namespace tidegate::sqlite
