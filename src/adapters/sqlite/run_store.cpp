// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/run_store.hpp"

#include "adapters/sqlite/run_rows.hpp"

#include <fmt/format.h>
#include <limits>
#include <string_view>
#include <utility>

namespace tidegate::sqlite {
namespace {

// Parameters: repository, workflow, branch, event; first and last creation.
constexpr std::string_view chosen =
    "(?1 = '' OR repository = ?1) AND (?2 = '' OR name = ?2 OR path = ?2 OR workflow_id = ?2 "
    "OR path = '.github/workflows/' || ?2) AND (?3 = '' OR branch = ?3) AND (?4 = '' OR event = "
    "?4) "
    "AND created BETWEEN ?5 AND ?6";

constexpr std::string_view without_jobs_condition =
    "status = 'completed' AND jobs_attempt < attempt "
    "AND (status <> 'completed' OR jobs_attempt < attempt)"; // the second: that of the index

constexpr std::string_view newest_first = "ORDER BY created DESC, id DESC";

std::int64_t end_of(const model::TimeSpan& span) {
  return span.last ? to_seconds(*span.last) : std::numeric_limits<std::int64_t>::max();
}

Result<Statement> prepare_for(Connection& connection,
                              const std::string& sql,
                              const RunFilter& filter,
                              const model::TimeSpan& span) {
  auto query = Statement::prepare(connection, sql);
  if (query) {
    query->bind(filter.repository)
        .bind(filter.workflow)
        .bind(filter.branch)
        .bind(filter.event)
        .bind(to_seconds(span.first))
        .bind(end_of(span));
  }
  return query;
}

// Of a query `SELECT id, attempt`.
Result<std::vector<PendingRun>> read_pending(Statement& query) {
  std::vector<PendingRun> found;
  auto row = query.step();
  for (; row && *row; row = query.step()) {
    found.push_back({.id = query.integer(0), .attempt = static_cast<int>(query.integer(1))});
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return found;
}

Result<void> finish(Result<Statement> statement) {
  if (!statement) {
    return tl::unexpected(std::move(statement.error()));
  }
  const auto done = statement->step();
  return done ? Result<void>{} : tl::unexpected(done.error());
}

Result<int> write_runs(Connection& connection,
                       const std::string& repository,
                       std::span<const model::WorkflowRun> runs) {
  auto writer = RunWriter::prepare(connection);
  if (!writer) {
    return tl::unexpected(std::move(writer.error()));
  }
  int changed = 0;
  for (const model::WorkflowRun& run : runs) {
    const auto put = writer->put(repository, run);
    if (!put) {
      return tl::unexpected(put.error());
    }
    changed += *put ? 1 : 0;
  }
  return changed;
}

Result<void> write_jobs(Connection& connection,
                        const std::string& repository,
                        std::span<const FetchedJobs> fetched) {
  auto writer = RunWriter::prepare(connection);
  if (!writer) {
    return tl::unexpected(std::move(writer.error()));
  }
  for (const FetchedJobs& each : fetched) {
    if (auto put = writer->put_jobs(repository, each.run.id, each.run.attempt, each.jobs); !put) {
      return put;
    }
  }
  return {};
}

Result<void> drop_open_window(Connection& connection, const std::string& question) {
  auto query = Statement::prepare(connection,
                                  "DELETE FROM sync_windows WHERE question = ? AND last IS NULL");
  if (query) {
    query->bind(question);
  }
  return finish(std::move(query));
}

Result<void>
write_window(Connection& connection, const std::string& question, const model::SyncWindow& window) {
  const auto& last = window.span.last;
  auto query = Statement::prepare(
      connection,
      "INSERT OR REPLACE INTO sync_windows (question, first, last, runs) VALUES (?, ?, ?, ?)");
  if (query) {
    query->bind(question)
        .bind(to_seconds(window.span.first))
        .bind(last ? std::optional(to_seconds(*last)) : std::nullopt)
        .bind(static_cast<std::int64_t>(window.runs));
  }
  return finish(std::move(query));
}

} // namespace

Result<RunStore> RunStore::open(const std::filesystem::path& file,
                                std::chrono::milliseconds busy_limit) {
  auto database = Database::open(file, busy_limit);
  if (!database) {
    return tl::unexpected(std::move(database.error()));
  }
  return RunStore(std::move(*database));
}

std::string RunStore::put_aside_if_damaged(const Error& error) {
  if (!database_.connection.broken()) {
    return {};
  }
  database_.roll_back();
  const auto words = begin_anew(database_.connection.file(), database_.identity, error);
  return words ? *words : words.error().message;
}

Result<void> RunStore::in_transaction(const std::function<Result<void>()>& work) {
  auto done = database_.begin();
  if (done) {
    done = work();
  }
  if (done) {
    return database_.commit();
  }
  database_.roll_back();
  return done;
}

Result<void> RunStore::each_run(Time since,
                                const RunFilter& filter,
                                const std::function<void(const model::RunRecord&)>& sink) {
  auto query = prepare_for(
      database_.connection,
      fmt::format(
          "SELECT {} FROM workflow_runs WHERE {} {} LIMIT ?7", run_columns, chosen, newest_first),
      filter,
      {.first = since, .last = std::nullopt});
  auto reader = JobReader::prepare(database_.connection, filter.steps);
  if (!query || !reader) {
    return tl::unexpected(query ? reader.error() : query.error());
  }
  query->bind(filter.at_most);
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    model::RunRecord record{
        .run = read_run(*query), .jobs = {}, .jobs_known = query->integer(jobs_known_column) != 0};
    auto jobs = reader->read(query->integer(0), record.run.id);
    if (!jobs) {
      return tl::unexpected(std::move(jobs.error()));
    }
    record.jobs = std::move(*jobs);
    sink(record);
  }
  return row ? Result<void>{} : tl::unexpected(row.error());
}

Result<int> RunStore::put_runs(const std::string& repository,
                               std::span<const model::WorkflowRun> runs,
                               AnswerCache* answers) {
  Result<int> put = 0;
  auto done = in_transaction([&]() -> Result<void> {
    put = write_runs(database_.connection, repository, runs);
    if (!put) {
      return tl::unexpected(put.error());
    }
    return answers != nullptr ? answers->write() : Result<void>{};
  });
  return done ? put : tl::unexpected(std::move(done.error()));
}

Result<void> RunStore::put_jobs(const std::string& repository,
                                std::span<const FetchedJobs> fetched) {
  return in_transaction([&] { return write_jobs(database_.connection, repository, fetched); });
}

Result<std::vector<PendingRun>>
RunStore::without_jobs(const RunFilter& filter, const model::TimeSpan& span, int count) {
  auto query = prepare_for(database_.connection,
                           fmt::format("SELECT id, attempt FROM workflow_runs WHERE {} AND {} {} "
                                       "LIMIT {}",
                                       without_jobs_condition,
                                       chosen,
                                       newest_first,
                                       count),
                           filter,
                           span);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  return read_pending(*query);
}

Result<int> RunStore::count_without_jobs(const RunFilter& filter, const model::TimeSpan& span) {
  auto query = prepare_for(database_.connection,
                           fmt::format("SELECT count(*) FROM workflow_runs WHERE {} AND {}",
                                       without_jobs_condition,
                                       chosen),
                           filter,
                           span);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  const auto row = query->step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return static_cast<int>(query->integer(0));
}

Result<std::vector<PendingRun>> RunStore::unfinished(const RunFilter& filter,
                                                     const model::TimeSpan& span) {
  auto query = prepare_for(
      database_.connection,
      fmt::format("SELECT id, attempt FROM workflow_runs WHERE status <> 'completed' AND {} "
                  "AND (status <> 'completed' OR jobs_attempt < attempt) {}",
                  chosen,
                  newest_first),
      filter,
      span);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  return read_pending(*query);
}

Result<void> RunStore::forget_pending(const std::string& repository, std::int64_t run_id) {
  auto gone = Statement::prepare(database_.connection,
                                 "UPDATE workflow_runs SET status = 'completed', "
                                 "jobs_attempt = attempt WHERE repository = ? AND id = ?");
  if (gone) {
    gone->bind(repository).bind(run_id);
  }
  return finish(std::move(gone));
}

Result<std::vector<model::SyncWindow>> RunStore::windows(const std::string& question) {
  auto query = Statement::prepare(
      database_.connection,
      "SELECT first, last, runs FROM sync_windows WHERE question = ? ORDER BY first DESC");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(question);
  std::vector<model::SyncWindow> found;
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    model::SyncWindow window{.span = {.first = to_time(query->integer(0)), .last = std::nullopt},
                             .runs = static_cast<int>(query->integer(2))};
    if (!query->is_null(1)) {
      window.span.last = to_time(query->integer(1));
    }
    found.push_back(window);
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return found;
}

Result<void> RunStore::put_window(const std::string& question, const model::SyncWindow& window) {
  return in_transaction([&] {
    // There is one window without an end.
    auto ready =
        window.span.last ? Result<void>{} : drop_open_window(database_.connection, question);
    return ready ? write_window(database_.connection, question, window) : ready;
  });
}

Result<void> RunStore::prune(AnswerCache& answers, const AnswerCache::Limits& limits) {
  return in_transaction([&] { return answers.prune(limits); });
}

Result<std::optional<Time>> RunStore::newest_creation(const std::string& repository) {
  auto query = Statement::prepare(database_.connection,
                                  "SELECT max(created) FROM workflow_runs WHERE repository = ?");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  const auto row = query->bind(repository).step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return query->is_null(0) ? std::optional<Time>{} : std::optional(to_time(query->integer(0)));
}

} // namespace tidegate::sqlite
