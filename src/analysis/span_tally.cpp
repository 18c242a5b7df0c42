// SPDX-License-Identifier: Apache-2.0
#include "analysis/span_tally.hpp"

namespace tidegate::analysis {

using std::chrono::microseconds;

std::optional<microseconds> length(Time from, Time to) {
  const auto begin = std::chrono::floor<microseconds>(from.time_since_epoch());
  const auto end = std::chrono::floor<microseconds>(to.time_since_epoch());
  return end < begin ? std::nullopt : std::optional(end - begin);
}

void SpanTally::add(Time from, Time to) {
  if (const auto span = length(from, to)) {
    add(*span);
  } else {
    leave_out();
  }
}

void SpanTally::add(microseconds span) {
  ++counts_[span];
  ++count_;
}

std::optional<Seconds> SpanTally::percentile(std::uint64_t percent) const {
  const std::uint64_t rank = (count_ * percent + 99) / 100;
  std::uint64_t seen = 0;
  for (const auto& [span, count] : counts_) {
    seen += count;
    if (seen >= rank) {
      return span;
    }
  }
  return std::nullopt;
}

model::SpanFigures SpanTally::figures() const {
  model::SpanFigures figures{.count = count_,
                             .left_out = left_out_,
                             .p50 = percentile(50),
                             .p95 = percentile(95),
                             .total = std::nullopt};
  // In the order of the lengths: a sum that does not depend on the order of the runs.
  for (const auto& [span, count] : counts_) {
    figures.total = figures.total.value_or(Seconds{0}) + Seconds(span) * static_cast<double>(count);
  }
  return figures;
}

} // namespace tidegate::analysis
