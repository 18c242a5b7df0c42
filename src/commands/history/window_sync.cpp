// SPDX-License-Identifier: Apache-2.0
#include "commands/history/window_sync.hpp"

#include "analysis/sync_plan.hpp"
#include "commands/history/clean_runs.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <limits>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::chrono::seconds one{1};
constexpr int small = 300; // runs: what the growing window may hold before a part of it is closed
constexpr int sparse = 100;
constexpr int most_tries = 50;

Time back(Time time, Seconds span) {
  return time - std::chrono::duration_cast<Time::duration>(span);
}

std::string crowded(Time second, int total) {
  return fmt::format("{} runs were created in the second {}, and GitHub lists {} of them",
                     total,
                     util::to_rfc3339(second),
                     github::most_listed_runs);
}

} // namespace

Result<void> WindowSync::run() {
  if (auto newest = list_newest(); !newest) {
    return newest;
  }
  auto older = tasks();
  if (!older) {
    return tl::unexpected(std::move(older.error()));
  }
  if (auto listed = list_older(std::move(*older)); !listed) {
    return listed;
  }
  if (auto asked = ask_unfinished(); !asked) {
    return asked;
  }
  return jobs_.fetch({.first = state_.report.since, .last = std::nullopt});
}

// The window without an end. Where it has grown, most of it is left to one with an end, which is
// then found as a gap.
Result<void> WindowSync::list_newest() {
  const auto windows = state_.store.windows(state_.key);
  if (!windows) {
    return tl::unexpected(windows.error());
  }
  const auto open = std::ranges::find_if(
      *windows, [](const model::SyncWindow& window) { return !window.span.last; });
  const bool is_new = open == windows->end();
  Time first = is_new ? state_.report.since : open->span.first;
  auto known = is_new ? std::nullopt : std::optional(open->runs);
  int most = small;
  Result<Listing> listing;
  for (int tries = 0; tries < most_tries; ++tries) {
    listing = listing_.list({.first = first, .last = std::nullopt}, known, most);
    if (!listing || !listing->too_many) {
      break;
    }
    known.reset();
    const bool must = listing->total > github::most_listed_runs;
    if (const auto last = analysis::closing_second(first, listing->newest.value_or(first), must)) {
      first = *last + one;
    } else if (must) {
      add_note(state_.report, crowded(first, listing->total));
      most = std::numeric_limits<int>::max();
    } else {
      most = github::most_listed_runs;
    }
  }
  if (!listing) {
    return tl::unexpected(std::move(listing.error()));
  }
  const model::TimeSpan span{.first = first, .last = std::nullopt};
  if (auto put = state_.store.put_window(state_.key, {.span = span, .runs = listing->total});
      !put) {
    return put;
  }
  return jobs_.fetch(span);
}

// The oldest first: they are taken from the end.
Result<std::vector<WindowSync::Task>> WindowSync::tasks() {
  auto windows = state_.store.windows(state_.key);
  const auto newest = state_.store.newest_creation(state_.filter.repository);
  if (!windows || !newest) {
    return tl::unexpected(windows ? newest.error() : windows.error());
  }
  newest_ = *newest;
  std::vector<Task> found;
  for (const model::TimeSpan& gap : analysis::gaps(*windows, state_.report.since)) {
    found.push_back({.span = gap});
  }
  for (const auto& [span, runs] : *windows) {
    const bool may_change =
        newest_ && span.last && *span.last >= back(*newest_, analysis::may_change_for);
    if (may_change && *span.last >= state_.report.since) {
      found.push_back({.span = span, .known = runs});
    }
  }
  std::ranges::sort(found, {}, [](const Task& task) { return task.span.first; });
  return found;
}

Result<void> WindowSync::list_older(std::vector<Task> tasks) {
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    const auto listed = list_task(task, tasks);
    if (!listed) {
      return tl::unexpected(listed.error());
    }
    if (!*listed) {
      continue;
    }
    if (auto fetched = jobs_.fetch(task.span); !fetched) {
      return fetched;
    }
  }
  return {};
}

// False: it was divided instead.
Result<bool> WindowSync::list_task(const Task& task, std::vector<Task>& tasks) {
  const bool divisible = analysis::length(task.span) > one;
  if (divisible && task.estimate.value_or(0) > github::most_listed_runs) {
    split(task, *task.estimate, tasks);
    return false;
  }
  const int most = divisible ? github::most_listed_runs : std::numeric_limits<int>::max();
  const auto listing = listing_.list(task.span, task.known, most);
  if (!listing) {
    return tl::unexpected(listing.error());
  }
  if (listing->too_many) {
    width_ = Seconds{0}; // it was too wide: from here on it is halved
    split(task, listing->total, tasks);
    return false;
  }
  if (listing->total > github::most_listed_runs) {
    add_note(state_.report, crowded(task.span.first, listing->total));
  }
  if (!tasks.empty() && tasks.back().estimate) {
    *tasks.back().estimate -= listing->total;
  }
  width_ = listing->total < sparse ? analysis::length(task.span) : Seconds{0};
  if (task.known == listing->total) {
    return true;
  }
  const auto put = state_.store.put_window(state_.key, {.span = task.span, .runs = listing->total});
  return put ? Result<bool>(true) : tl::unexpected(put.error());
}

void WindowSync::split(const Task& task, int total, std::vector<Task>& tasks) const {
  const auto point = analysis::cut(task.span, total, 2 * width_);
  if (!point) {
    return;
  }
  tasks.push_back({.span = {.first = task.span.first, .last = *point - one}, .estimate = total});
  tasks.push_back({.span = {.first = *point, .last = task.span.last}});
}

// `run`: what it is now; nullopt: no longer there.
Result<void> WindowSync::store_unfinished(std::int64_t id,
                                          const std::optional<model::WorkflowRun>& run) {
  const std::string& repository = state_.filter.repository;
  if (!run) {
    return state_.store.forget_pending(repository, id);
  }
  model::WorkflowRun cleaned = *run;
  clean(cleaned, state_.redactor);
  const auto stored = state_.store.put_runs(repository, {&cleaned, 1}, &state_.answers);
  state_.report.runs += stored.value_or(0);
  return stored ? Result<void>{} : tl::unexpected(stored.error());
}

// Runs that were not over when their window was last listed, and whose window is too old to be
// listed again.
Result<void> WindowSync::ask_unfinished() {
  if (!newest_) {
    return {};
  }
  const auto pending = state_.store.unfinished(
      state_.filter,
      {.first = state_.report.since, .last = back(*newest_, analysis::may_change_for)});
  if (!pending) {
    return tl::unexpected(pending.error());
  }
  for (const sqlite::PendingRun& known : *pending) {
    const auto run = state_.runs.run(known.id);
    if (!run) {
      return tl::unexpected(run.error());
    }
    if (auto stored = store_unfinished(known.id, *run); !stored) {
      return stored;
    }
  }
  return {};
}

} // namespace tidegate::commands
