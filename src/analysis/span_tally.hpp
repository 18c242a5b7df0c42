// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"

#include <chrono>
#include <cstdint>
#include <map>

namespace tidegate::analysis {

// Counts how often each span of time occurs. GitHub's times have a resolution of a second, so the
// memory is that of the different lengths and not that of the jobs.
class SpanTally {
public:
  // Counts a span that ends before it begins as left out.
  void add(Time from, Time to);
  void add(std::chrono::microseconds span);

  void leave_out() { ++left_out_; }

  [[nodiscard]] model::SpanFigures figures() const;

private:
  [[nodiscard]] std::optional<Seconds> percentile(std::uint64_t percent) const;

  std::map<std::chrono::microseconds, std::uint64_t> counts_;
  std::uint64_t count_{0};
  std::uint64_t left_out_{0};
};

// nullopt where it ends before it begins. Microseconds, since the nanoseconds between the ends of
// the calendar are more than 64 bits hold.
std::optional<std::chrono::microseconds> length(Time from, Time to);

} // namespace tidegate::analysis
