// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sync.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::model {

// What the past of a repository's workflows says in figures. Made by analysis/run_statistics.hpp,
// whose header says how each is worked out.

// Many spans of time. p50 and p95 are nearest ranks: the smallest value that half of the values
// (95 % of them) do not exceed, so always one that was measured. Absent where there is none.
struct SpanFigures {
  std::uint64_t count{0};
  std::uint64_t left_out{0}; // ended before they began: clocks that do not agree
  std::optional<Seconds> p50{};
  std::optional<Seconds> p95{};
  std::optional<Seconds> total{};

  bool operator==(const SpanFigures&) const = default;
};

struct OutcomeCounts {
  std::uint64_t passed{0};     // success
  std::uint64_t failed{0};     // failure, timed_out, startup_failure
  std::uint64_t cancelled{0};  // not in the success rate, like all that follow
  std::uint64_t skipped{0};    //
  std::uint64_t other{0};      // neutral, action_required, stale, and words that are not known
  std::uint64_t unfinished{0}; // not completed

  bool operator==(const OutcomeCounts&) const = default;
};

// Of runs, or of one job in many runs.
struct RunFigures {
  std::uint64_t count{0};
  OutcomeCounts outcomes;
  std::optional<double> success_rate; // passed / (passed + failed)
  std::uint64_t re_run{0};
  std::optional<double> re_run_rate; // re_run / count
  std::uint64_t flaky_jobs{0};       // counted once for each run
  SpanFigures duration;
  SpanFigures queued; // of jobs

  bool operator==(const RunFigures&) const = default;
};

enum class Grouping { workflow, job, branch, event };
std::string_view to_text(Grouping by);

struct GroupFigures {
  std::string workflow; // of a job; else empty
  std::string name;     // empty: GitHub names none
  RunFigures figures;

  bool operator==(const GroupFigures&) const = default;
};

struct FlakyJob {
  std::string workflow;
  std::string job;
  std::uint64_t flaky_runs{0}; // in which it failed, and passed on a later attempt
  std::uint64_t runs{0};       // in which it ran at all
  std::int64_t last_run{0};    // id of the newest of the flaky runs
  std::string last_sha;
  Time last_created;

  bool operator==(const FlakyJob&) const = default;
};

enum class JobPhase { set_up, build, tear_down };
std::string_view to_text(JobPhase phase); // "set_up"

struct StepFigures {
  std::string workflow;
  std::string job;
  std::string step;
  JobPhase phase{JobPhase::build};
  SpanFigures time;

  bool operator==(const StepFigures&) const = default;
};

// Each counts the jobs that had such a time.
struct PhaseFigures {
  SpanFigures queued;
  SpanFigures set_up;
  SpanFigures build;
  SpanFigures tear_down;

  bool operator==(const PhaseFigures&) const = default;
};

// The lists are at most this long; what did not fit is counted beside them.
inline constexpr std::size_t most_groups = 100;
inline constexpr std::size_t most_flaky_jobs = 50;
inline constexpr std::size_t most_slow_steps = 20;

struct WindowStatistics {
  std::string name; // "24 h"
  Time from;
  RunFigures all;
  std::uint64_t runs_without_jobs{0}; // over, and their jobs are still to be fetched
  std::vector<GroupFigures> groups;   // most runs first
  std::uint64_t groups_left_out{0};
  std::vector<FlakyJob> flaky_jobs; // most flaky runs first
  std::uint64_t flaky_jobs_left_out{0};
  std::vector<StepFigures> slowest_by_p50;
  std::vector<StepFigures> slowest_by_total;
  std::uint64_t steps{0}; // different ones
  PhaseFigures phases;

  bool operator==(const WindowStatistics&) const = default;
};

// What was left in by the person who asked; empty: everything.
struct RunFilterWords {
  std::string repository;
  std::string workflow;
  std::string branch;
  std::string event;

  bool operator==(const RunFilterWords&) const = default;
};

struct RunStatistics {
  Time now;
  Grouping by{Grouping::workflow};
  RunFilterWords filter;
  std::vector<WindowStatistics> windows;
  // Of the longest window: whose runs `history sync` began to list and did not list, newest first.
  std::vector<TimeSpan> missing_spans{};

  bool operator==(const RunStatistics&) const = default;
};

} // namespace tidegate::model
