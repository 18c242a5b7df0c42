// SPDX-License-Identifier: Apache-2.0
#include "commands/history/job_fetching.hpp"

#include "commands/history/clean_runs.hpp"

#include <fmt/format.h>
#include <limits>
#include <utility>

namespace tidegate::commands {
namespace {

// A transaction costs milliseconds, a killed sync what was not stored yet.
constexpr Seconds between_stores{1};
constexpr std::size_t most_unstored = 100;

constexpr int most_failures = 5; // one after the other: then it is not the run

} // namespace

Result<void> JobFetching::fetch(const model::TimeSpan& span) {
  const auto pending =
      state_.store.without_jobs(state_.filter, span, std::numeric_limits<int>::max());
  if (!pending) {
    return tl::unexpected(pending.error());
  }
  Result<void> done;
  for (const sqlite::PendingRun& run : *pending) {
    if (!done) {
      break;
    }
    if (!tried_.contains(run.id)) {
      done = fetch_one(run);
    }
  }
  const auto stored = store();
  return done ? stored : done;
}

Result<void> JobFetching::fetch_one(const sqlite::PendingRun& run) {
  auto answer = state_.runs.jobs(run.id);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  if (!answer->problem.empty()) {
    tried_.insert(run.id);
    add_note(state_.report, fmt::format("the jobs of run {}: {}", run.id, answer->problem));
    return ++failures_ < most_failures
               ? Result<void>{}
               : failed(Error::Kind::external,
                        fmt::format("{} runs after one another have no jobs: {}",
                                    most_failures,
                                    answer->problem),
                        "run it again later to go on; what was fetched is kept");
  }
  failures_ = 0;
  if (answer->gone) {
    add_note(state_.report, fmt::format("run {} is no longer on GitHub", run.id));
    return state_.store.forget_pending(state_.filter.repository, run.id);
  }
  for (const std::string& damage : answer->damage) {
    add_note(state_.report, fmt::format("run {}, passed over: {}", run.id, damage));
  }
  ++state_.report.runs_with_jobs;
  state_.report.jobs += static_cast<int>(answer->jobs.size());
  clean(answer->jobs, state_.redactor);
  fetched_.push_back({.run = run, .jobs = std::move(answer->jobs)});
  state_.progress();
  return store_if_due();
}

Result<void> JobFetching::store_if_due() {
  const bool due =
      fetched_.size() >= most_unstored || state_.clock.monotonic() >= stored_at_ + between_stores;
  return due ? store() : Result<void>{};
}

Result<void> JobFetching::store() {
  if (fetched_.empty()) {
    return {};
  }
  auto stored = state_.store.put_jobs(state_.filter.repository, fetched_);
  fetched_.clear();
  stored_at_ = state_.clock.monotonic();
  return stored;
}

} // namespace tidegate::commands
