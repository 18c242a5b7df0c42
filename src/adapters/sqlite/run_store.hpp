// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/answer_cache.hpp"
#include "adapters/sqlite/database.hpp"
#include "model/sync.hpp"
#include "model/workflow_run.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// Which runs; an empty text: all.
struct RunFilter {
  std::string repository{}; // owner/name
  std::string workflow{};   // file name ("ci.yml"), path, name or id
  std::string branch{};
  std::string event{};
  std::int64_t at_most{-1}; // the newest, of each_run() alone; negative: all
  bool steps{true};         // with the steps of the jobs, ditto
};

struct PendingRun {
  std::int64_t id{0};
  int attempt{1};

  bool operator==(const PendingRun&) const = default;
};

// The jobs of a run, of all attempts up to `run.attempt`.
struct FetchedJobs {
  PendingRun run;
  std::vector<model::WorkflowJob> jobs;
};

// What GitHub remembers of the workflows, as far as it was fetched: tables workflow_runs,
// workflow_jobs, job_steps, sync_windows and kept_answers of the history database. Times have whole
// seconds. Each call that writes is one transaction, so a killed program leaves no half of it.
class RunStore {
public:
  static Result<RunStore> open(const std::filesystem::path& file,
                               std::chrono::milliseconds busy_limit = std::chrono::seconds(30));

  [[nodiscard]] const std::string& notice() const { return database_.notice; }

  // After an error: a file in which a damaged page was met is put aside, so that the next one
  // begins anew. In words; empty where nothing was damaged.
  std::string put_aside_if_damaged(const Error& error);

  // Newest first by creation, with jobs (by attempt and id) and steps, from `since` on.
  Result<void> each_run(Time since,
                        const RunFilter& filter,
                        const std::function<void(const model::RunRecord&)>& sink);

  // Adds them, or brings them up to date: an older answer does not replace a newer one. With
  // `answers`, what was kept since is written in the same transaction, so that an answer is only
  // known where its runs are. The count of those that are new or have changed.
  Result<int> put_runs(const std::string& repository,
                       std::span<const model::WorkflowRun> runs,
                       AnswerCache* answers = nullptr);

  // Replaces the jobs of these runs.
  Result<void> put_jobs(const std::string& repository, std::span<const FetchedJobs> fetched);

  // Completed runs whose jobs are still to be fetched, newest first, at most `count`.
  Result<std::vector<PendingRun>>
  without_jobs(const RunFilter& filter, const model::TimeSpan& span, int count);
  Result<int> count_without_jobs(const RunFilter& filter, const model::TimeSpan& span);

  // Runs that are not over, newest first.
  Result<std::vector<PendingRun>> unfinished(const RunFilter& filter, const model::TimeSpan& span);

  // The run is no longer on GitHub: nothing of it is asked for any more.
  Result<void> forget_pending(const std::string& repository, std::int64_t run_id);

  // Newest first; at most one without an end. `question`: repository and filters in one text.
  Result<std::vector<model::SyncWindow>> windows(const std::string& question);
  // One without an end replaces the one that was.
  Result<void> put_window(const std::string& question, const model::SyncWindow& window);

  // The newest creation that is stored; nullopt where there is no run.
  Result<std::optional<Time>> newest_creation(const std::string& repository);

  // In a transaction of its own.
  Result<void> prune(AnswerCache& answers, const AnswerCache::Limits& limits);

  // For an AnswerCache on the same file.
  [[nodiscard]] Connection& connection() { return database_.connection; }

private:
  explicit RunStore(Database database)
      : database_(std::move(database)) {}

  Result<void> in_transaction(const std::function<Result<void>()>& work);

  Database database_;
};

} // namespace tidegate::sqlite
