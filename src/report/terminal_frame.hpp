// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/live_steps.hpp"
#include "report/progress.hpp"

#include <deque>
#include <string>
#include <vector>

namespace tidegate::report {

struct TailLine {
  Seconds at{0}; // since the step started
  std::string text;
};

// What the terminal display knows: the steps, the last log lines of each (by number of the step).
struct TerminalState {
  const LiveSteps& steps;
  const std::deque<std::deque<TailLine>>& tails;
  const util::Redactor& redactor;
  Seconds elapsed{0};
  bool finished{false};
};

// One line on the screen; no wider than the screen.
struct FrameLine {
  enum class Look { normal, header, done, canceled, failed, log };
  std::string text;
  Look look{Look::normal};
};

// What the screen shows now. While the build runs it fits into the screen's rows, completed steps
// scrolling off first; at the end all steps are there.
std::vector<FrameLine> frame(const TerminalState& state, const Screen& screen);

// Log lines shown under a running step.
inline constexpr std::size_t max_tail_shown = 6;

} // namespace tidegate::report
