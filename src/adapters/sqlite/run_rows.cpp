// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/run_rows.hpp"

#include "util/text.hpp"

#include <array>
#include <chrono>
#include <sqlite3.h>
#include <utility>

namespace tidegate::sqlite {
namespace {

enum Write : std::size_t { run, find, forget_steps, forget_jobs, job, step, done, statements };

// An answer that is older than what is known must not replace it: two may be syncing at once.
constexpr std::array<std::string_view, statements> write_sql{
    R"(INSERT INTO workflow_runs (repository, id, attempt, number, workflow_id, name, title, path, event,
  branch, sha, status, conclusion, actor, created, started, updated)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (repository, id) DO UPDATE SET attempt = excluded.attempt, name = excluded.name,
  title = excluded.title, path = excluded.path, branch = excluded.branch, status = excluded.status,
  conclusion = excluded.conclusion, actor = excluded.actor, started = excluded.started,
  updated = excluded.updated
WHERE (excluded.attempt, excluded.updated) >= (attempt, updated)
  AND (excluded.attempt, excluded.name, excluded.title, excluded.path, excluded.branch, excluded.status,
    excluded.conclusion, excluded.actor, excluded.started, excluded.updated)
  IS NOT (attempt, name, title, path, branch, status, conclusion, actor, started, updated))",
    "SELECT row FROM workflow_runs WHERE repository = ? AND id = ? AND jobs_attempt <= ?",
    "DELETE FROM job_steps WHERE job IN (SELECT row FROM workflow_jobs WHERE run = ?)",
    "DELETE FROM workflow_jobs WHERE run = ?",
    R"(INSERT INTO workflow_jobs (run, id, attempt, name, status, conclusion, created, started, completed,
  labels, runner_name, runner_group)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
    R"(INSERT INTO job_steps (job, place, number, name, status, conclusion, started, completed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
    "UPDATE workflow_runs SET jobs_attempt = ? WHERE row = ?",
};

constexpr std::string_view jobs_sql =
    "SELECT row, id, attempt, name, status, conclusion, created, started, completed, labels, "
    "runner_name, runner_group FROM workflow_jobs WHERE run = ? ORDER BY attempt, id, row";

constexpr std::string_view steps_sql =
    "SELECT number, name, status, conclusion, started, completed FROM job_steps WHERE job = ? "
    "ORDER BY place";

std::optional<std::int64_t> to_seconds_or_none(const std::optional<Time>& time) {
  return time ? std::optional(to_seconds(*time)) : std::nullopt;
}

std::optional<Time> time_of(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(to_time(row.integer(column)));
}

int number_of(const Statement& row, int column) {
  return static_cast<int>(row.integer(column));
}

Result<void> finish(Statement& statement) {
  const auto stepped = statement.step();
  statement.reset();
  return stepped ? Result<void>{} : tl::unexpected(stepped.error());
}

std::int64_t wide(int number) {
  return number;
}

} // namespace

std::int64_t to_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Time to_time(std::int64_t seconds) {
  return Time(std::chrono::seconds(seconds));
}

Result<RunWriter> RunWriter::prepare(Connection& connection) {
  RunWriter writer(connection);
  for (const std::string_view sql : write_sql) {
    auto statement = Statement::prepare(connection, sql);
    if (!statement) {
      return tl::unexpected(std::move(statement.error()));
    }
    writer.statements_.push_back(std::move(*statement));
  }
  return writer;
}

Result<bool> RunWriter::put(const std::string& repository, const model::WorkflowRun& run) {
  Statement& row = statements_[Write::run];
  row.bind(repository)
      .bind(run.id)
      .bind(wide(run.attempt))
      .bind(wide(run.number))
      .bind(run.workflow_id)
      .bind(run.name)
      .bind(run.title)
      .bind(run.path)
      .bind(run.event)
      .bind(run.branch)
      .bind(run.sha)
      .bind(run.status)
      .bind(run.conclusion)
      .bind(run.actor)
      .bind(to_seconds(run.created))
      .bind(to_seconds_or_none(run.started))
      .bind(to_seconds(run.updated));
  if (auto put = finish(row); !put) {
    return tl::unexpected(std::move(put.error()));
  }
  return sqlite3_changes(connection_->handle()) > 0;
}

Result<void> RunWriter::put_jobs(const std::string& repository,
                                 std::int64_t run_id,
                                 int attempt,
                                 const std::vector<model::WorkflowJob>& jobs) {
  Statement& find = statements_[Write::find];
  const auto known = find.bind(repository).bind(run_id).bind(wide(attempt)).step();
  const std::int64_t run_row = known && *known ? find.integer(0) : 0;
  find.reset();
  if (!known || !*known) {
    return known ? Result<void>{} : tl::unexpected(known.error());
  }
  for (const auto old : {Write::forget_steps, Write::forget_jobs}) {
    if (auto gone = finish(statements_[old].bind(run_row)); !gone) {
      return gone;
    }
  }
  for (const model::WorkflowJob& each : jobs) {
    if (auto added = add_job(run_row, each); !added) {
      return added;
    }
  }
  return finish(statements_[Write::done].bind(wide(attempt)).bind(run_row));
}

Result<void> RunWriter::add_job(std::int64_t run_row, const model::WorkflowJob& job) {
  Statement& row = statements_[Write::job];
  row.bind(run_row)
      .bind(job.id)
      .bind(wide(job.run_attempt))
      .bind(job.name)
      .bind(job.status)
      .bind(job.conclusion)
      .bind(to_seconds_or_none(job.created))
      .bind(to_seconds_or_none(job.started))
      .bind(to_seconds_or_none(job.completed))
      .bind(util::join(job.labels, "\n"))
      .bind(job.runner_name)
      .bind(job.runner_group);
  if (auto added = finish(row); !added) {
    return added;
  }
  return add_steps(sqlite3_last_insert_rowid(connection_->handle()), job.steps);
}

Result<void> RunWriter::add_steps(std::int64_t job_row, const std::vector<model::JobStep>& steps) {
  Statement& row = statements_[Write::step];
  std::int64_t place = 0;
  for (const model::JobStep& step : steps) {
    row.bind(job_row)
        .bind(++place)
        .bind(wide(step.number))
        .bind(step.name)
        .bind(step.status)
        .bind(step.conclusion)
        .bind(to_seconds_or_none(step.started))
        .bind(to_seconds_or_none(step.completed));
    if (auto added = finish(row); !added) {
      return added;
    }
  }
  return {};
}

model::WorkflowRun read_run(const Statement& row) {
  model::WorkflowRun run;
  run.id = row.integer(1);
  run.attempt = number_of(row, 2);
  run.number = number_of(row, 3);
  run.workflow_id = row.integer(4);
  run.name = row.text(5);
  run.title = row.text(6);
  run.path = row.text(7);
  run.event = row.text(8);
  run.branch = row.text(9);
  run.sha = row.text(10);
  run.status = row.text(11);
  run.conclusion = row.text(12);
  run.actor = row.text(13);
  run.created = to_time(row.integer(14));
  run.started = time_of(row, 15);
  run.updated = to_time(row.integer(16));
  return run;
}

Result<JobReader> JobReader::prepare(Connection& connection, bool with_steps) {
  auto jobs = Statement::prepare(connection, jobs_sql);
  auto steps = Statement::prepare(connection, steps_sql);
  if (!jobs || !steps) {
    return tl::unexpected(jobs ? steps.error() : jobs.error());
  }
  return JobReader(std::move(*jobs), std::move(*steps), with_steps);
}

Result<std::vector<model::WorkflowJob>> JobReader::read(std::int64_t run_row, std::int64_t run_id) {
  std::vector<model::WorkflowJob> found;
  jobs_.reset();
  jobs_.bind(run_row);
  auto row = jobs_.step();
  for (; row && *row; row = jobs_.step()) {
    auto steps_of_job = steps(jobs_.integer(0));
    if (!steps_of_job) {
      return tl::unexpected(std::move(steps_of_job.error()));
    }
    found.push_back({.id = jobs_.integer(1),
                     .run_id = run_id,
                     .run_attempt = number_of(jobs_, 2),
                     .name = jobs_.text(3),
                     .status = jobs_.text(4),
                     .conclusion = jobs_.text(5),
                     .created = time_of(jobs_, 6),
                     .started = time_of(jobs_, 7),
                     .completed = time_of(jobs_, 8),
                     .labels = util::split(jobs_.text(9), '\n'),
                     .runner_name = jobs_.text(10),
                     .runner_group = jobs_.text(11),
                     .steps = std::move(*steps_of_job)});
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return found;
}

Result<std::vector<model::JobStep>> JobReader::steps(std::int64_t job_row) {
  std::vector<model::JobStep> found;
  if (!with_steps_) {
    return found;
  }
  steps_.reset();
  steps_.bind(job_row);
  auto row = steps_.step();
  for (; row && *row; row = steps_.step()) {
    found.push_back({.number = number_of(steps_, 0),
                     .name = steps_.text(1),
                     .status = steps_.text(2),
                     .conclusion = steps_.text(3),
                     .started = time_of(steps_, 4),
                     .completed = time_of(steps_, 5)});
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return found;
}

} // namespace tidegate::sqlite
