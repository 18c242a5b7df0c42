// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <map>
#include <optional>

namespace tidegate::report {

// The time that a step was really at work: BuildKit starts some vertexes more than once.
class ActiveTime {
public:
  // A repeat of a known start without its end forgets nothing.
  void report(Time start, std::optional<Time> stop);

  [[nodiscard]] bool started() const { return !intervals_.empty(); }

  // The newest interval has ended.
  [[nodiscard]] bool completed() const;

  // Both only where it has started; the second only where it has completed too.
  [[nodiscard]] Time last_start() const { return merged().rbegin()->first; }

  [[nodiscard]] Time last_stop() const { return *merged().rbegin()->second; }

  [[nodiscard]] Seconds total(Time now) const;

private:
  using Intervals = std::map<Time, std::optional<Time>>; // start -> end
  [[nodiscard]] Intervals merged() const;

  Intervals intervals_;
};

// Without overflow for any two times; never negative.
Seconds seconds_between(Time from, Time to);

} // namespace tidegate::report
