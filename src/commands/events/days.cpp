// SPDX-License-Identifier: Apache-2.0
#include "commands/events/days.hpp"

#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::size_t date_size = 10; // 2026-11-01

// Whole milliseconds, less than more: the span back to a midnight must not end a nanosecond before
// it.
Time back_from(Time now, Seconds span) {
  return now
         - std::chrono::duration_cast<std::chrono::milliseconds>(
             std::clamp<Seconds>(span, Seconds{0}, now.time_since_epoch()));
}

} // namespace

Result<Seconds> parse_days(std::string_view text, std::string_view option) {
  if (text.ends_with('d')) {
    int days = 0;
    const std::string number(text.substr(0, text.size() - 1));
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, days);
    constexpr int most = 36500;
    if (error == std::errc{} && stop == end && days >= 0 && days <= most) {
      return std::chrono::days(days);
    }
  }
  const auto span = util::parse_duration(text);
  if (!span) {
    return failed(Error::Kind::usage,
                  fmt::format("{}: \"{}\" is no time", option, util::to_printable(text)),
                  "times look like 90d, 36h, 30m");
  }
  return *span;
}

Result<Time> parse_moment(std::string_view text, Time now, std::string_view option) {
  const bool is_day = text.size() == date_size && std::ranges::count(text, '-') == 2;
  if (const auto moment =
          util::parse_rfc3339(is_day ? std::string(text) + "T00:00:00Z" : std::string(text))) {
    return *moment;
  }
  const auto span = parse_days(text, option);
  if (!span) {
    return failed(Error::Kind::usage,
                  fmt::format("{}: \"{}\" is no time", option, util::to_printable(text)),
                  "times look like 7d, 36h, 2026-11-01 or 2026-11-01T12:00:00Z");
  }
  return back_from(now, *span);
}

std::string day_back(Time now, Seconds span) {
  return util::to_rfc3339(back_from(now, span)).substr(0, date_size);
}

} // namespace tidegate::commands
