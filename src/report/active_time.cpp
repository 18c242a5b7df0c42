// SPDX-License-Identifier: Apache-2.0
#include "report/active_time.hpp"

#include <algorithm>

namespace tidegate::report {

Seconds seconds_between(Time from, Time to) {
  const Seconds span = Seconds(to.time_since_epoch()) - Seconds(from.time_since_epoch());
  return std::max(span, Seconds{0});
}

void ActiveTime::report(Time start, std::optional<Time> stop) {
  auto& known = intervals_[start];
  known = stop ? stop : known;
}

bool ActiveTime::completed() const {
  return started() && merged().rbegin()->second.has_value();
}

ActiveTime::Intervals ActiveTime::merged() const {
  Intervals result;
  for (const auto& [start, stop] : intervals_) {
    if (result.empty() || (result.rbegin()->second && *result.rbegin()->second < start)) {
      result.emplace(start, stop);
      continue;
    }
    // Overlap: an open end swallows all that follows.
    auto& end = result.rbegin()->second;
    if (end) {
      end = stop ? std::optional(std::max(*end, *stop)) : std::nullopt;
    }
  }
  return result;
}

Seconds ActiveTime::total(Time now) const {
  Seconds sum{0};
  for (const auto& [start, stop] : merged()) {
    sum += seconds_between(start, stop.value_or(now));
  }
  return sum;
}

} // namespace tidegate::report
