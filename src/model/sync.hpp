// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// A span of the times at which runs were created: whole seconds, both ends included.
struct TimeSpan {
  Time first;
  std::optional<Time> last; // nullopt: without an end

  bool operator==(const TimeSpan&) const = default;
};

// A span whose runs have all been listed.
struct SyncWindow {
  TimeSpan span;
  int runs{0};

  bool operator==(const SyncWindow&) const = default;
};

// What `history sync` did, for people and for programs.
struct SyncReport {
  std::string repository;
  Time since;
  int requests{0};
  int counted{0};   // of them, against the rate limit
  int unchanged{0}; // of them, answered 304
  Seconds waited{0};
  std::optional<int> remaining{};        // requests that GitHub still allows
  int runs{0};                           // new, or changed since they were stored
  int runs_with_jobs{0};                 // whose jobs were fetched
  int jobs{0};                           // of them
  std::vector<TimeSpan> missing_spans{}; // not listed yet, newest first
  int missing_jobs{0};                   // runs that are over and have no jobs yet
  std::vector<std::string> notes{};
  std::string problem{}; // why it ended early; empty: it did not
  std::string hint{};

  [[nodiscard]] bool complete() const {
    return problem.empty() && missing_spans.empty() && missing_jobs == 0;
  }

  bool operator==(const SyncReport&) const = default;
};

} // namespace tidegate::model
