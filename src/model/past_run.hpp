// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// What a gate wants to know of a workflow run that is over. Made by analysis/past_runs.hpp.
struct PastRun {
  std::int64_t id{0};
  std::string workflow; // its name
  std::string sha;
  Time created{};
  int attempt{1};
  bool decided{false}; // passed or failed; others were cancelled, skipped, ...
  bool passed{false};
  std::optional<Seconds> duration{}; // of its newest attempt
  std::optional<Seconds> queued{};   // the longest that a job of that attempt waited for a runner
  std::uint64_t jobs{0};             // that ran
  std::uint64_t flaky_jobs{0};

  bool operator==(const PastRun&) const = default;
};

// The runs of one branch, newest first. `known` false: nobody fetched any; `problem` says where
// they could not be read.
struct RunPast {
  std::vector<PastRun> runs{};
  bool known{false};
  std::string problem{};
};

} // namespace tidegate::model
