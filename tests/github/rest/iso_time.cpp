// SPDX-License-Identifier: Apache-2.0
#include "github/rest/iso_time.hpp"

#include "github/whole_number.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <limits>

namespace github_standin {

namespace {

constexpr Moment day = 86400;
constexpr Span always{std::numeric_limits<Moment>::min(), std::numeric_limits<Moment>::max()};

// "+01:30" in seconds.
std::optional<Moment> parse_offset(std::string_view text) {
  if (text == "Z") {
    return 0;
  }
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
    return std::nullopt;
  }
  const auto hours = whole_number<int>(text.substr(1, 2));
  const auto minutes = whole_number<int>(text.substr(4, 2));
  if (!hours || !minutes) {
    return std::nullopt;
  }
  const Moment seconds = *hours * 3600 + *minutes * 60;
  return text[0] == '+' ? seconds : -seconds;
}

std::optional<Moment> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = whole_number<int>(text.substr(0, 4));
  const auto month = whole_number<unsigned>(text.substr(5, 2));
  const auto number = whole_number<unsigned>(text.substr(8, 2));
  if (!year || !month || !number) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*number)};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date).time_since_epoch().count() * day;
}

// "HH:MM" or "HH:MM:SS"; what follows goes into `rest`.
std::optional<Moment> parse_clock(std::string_view text, std::string_view& rest) {
  if (text.size() < 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hours = whole_number<int>(text.substr(0, 2));
  const auto minutes = whole_number<int>(text.substr(3, 2));
  rest = text.substr(5);
  std::optional<int> seconds = 0;
  if (rest.starts_with(':')) {
    seconds = rest.size() < 3 ? std::nullopt : whole_number<int>(rest.substr(1, 2));
    rest = rest.substr(std::min<std::size_t>(3, rest.size()));
  }
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) {
    return std::nullopt;
  }
  return *hours * 3600 + *minutes * 60 + *seconds;
}

// What the text means as a whole: one second, or one day.
std::optional<Span> parse_bound(std::string_view text) {
  const auto moment = parse_iso(text);
  if (!moment) {
    return std::nullopt;
  }
  const bool whole_day = text.find('T') == std::string_view::npos;
  return Span{*moment, whole_day ? *moment + day - 1 : *moment};
}

std::optional<Span> parse_pair(std::string_view from, std::string_view to) {
  const auto first = from == "*" ? std::optional(always) : parse_bound(from);
  const auto last = to == "*" ? std::optional(always) : parse_bound(to);
  if (!first || !last) {
    return std::nullopt;
  }
  return Span{first->first, last->last};
}

} // namespace

Moment now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string to_iso(Moment moment) {
  const std::chrono::sys_seconds time{std::chrono::seconds(moment)};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(time - days);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(),
                                 text.size(),
                                 "%04d-%02u-%02uT%02d:%02d:%02dZ",
                                 static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()),
                                 static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()),
                                 static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Moment> parse_iso(std::string_view text) {
  const auto date = parse_date(text.substr(0, 10));
  if (!date || text.size() == 10) {
    return date;
  }
  if (text[10] != 'T') {
    return std::nullopt;
  }
  std::string_view rest;
  const auto clock = parse_clock(text.substr(11), rest);
  const auto offset = parse_offset(rest.empty() ? "Z" : rest);
  if (!clock || !offset) {
    return std::nullopt;
  }
  return *date + *clock - *offset;
}

std::optional<Span> parse_span(std::string_view text) {
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    return parse_pair(text.substr(0, dots), text.substr(dots + 2));
  }
  const bool above = text.starts_with('>');
  const bool below = text.starts_with('<');
  if (!above && !below) {
    return parse_bound(text);
  }
  const bool included = text.substr(1).starts_with('=');
  const auto bound = parse_bound(text.substr(included ? 2 : 1));
  if (!bound) {
    return std::nullopt;
  }
  if (above) {
    return Span{included ? bound->first : bound->last + 1, always.last};
  }
  return Span{always.first, included ? bound->last : bound->first - 1};
}

} // namespace github_standin
