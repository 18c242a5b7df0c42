// SPDX-License-Identifier: Apache-2.0
#include "report/plain_lines.hpp"

#include <fmt/format.h>
#include <iterator>

namespace tidegate::report {

bool tells_more(const LiveStatus& status, const ShownStatus& shown, Time now) {
  constexpr Seconds min_time_delta{5};
  constexpr double min_progress_delta = 0.05;
  if (status.completed || !shown.at || seconds_between(*shown.at, now) >= min_time_delta) {
    return true;
  }
  const auto moved = static_cast<double>(status.current - shown.current);
  return status.total > 0 && moved / static_cast<double>(status.total) >= min_progress_delta;
}

std::string status_line(const LiveStatus& status, Time now) {
  constexpr double noise = 0.01;
  const Time end = status.completed.value_or(now);
  const Seconds took = status.started ? seconds_between(*status.started, end) : Seconds{0};
  return fmt::format("{}{}{}{}",
                     status.id,
                     progress_amount(status),
                     took.count() > noise ? fmt::format(" {:.1f}s", took.count()) : "",
                     status.completed ? " done" : "");
}

void append_log_line(std::string& text, Seconds at, std::string_view line) {
  int precision = 1;
  if (at.count() < 100) {
    precision = at.count() < 10 ? 3 : 2;
  }
  fmt::format_to(std::back_inserter(text), "{:.{}f} ", at.count(), precision);
  text += line;
  text += '\n';
}

} // namespace tidegate::report
