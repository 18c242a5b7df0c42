// SPDX-License-Identifier: Apache-2.0
#include "util/time.hpp"

#include "util/text.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <optional>

namespace tidegate::util {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes text off its front; every step after a failed one fails too.
class Cursor {
public:
  explicit Cursor(std::string_view text)
      : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!good_ || rest_.empty() || !is_digit(rest_.front())) {
        good_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  bool skip(std::string_view one_of) {
    if (!good_ || rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  void expect(std::string_view one_of) { good_ = skip(one_of) && good_; }

  void require(bool condition) { good_ = good_ && condition; }

  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }

private:
  std::string_view rest_;
  bool good_{true};
};

nanoseconds read_fraction(Cursor& cursor) {
  if (!cursor.skip(".")) {
    return {};
  }
  cursor.require(is_digit(cursor.front()));
  nanoseconds::rep value = 0;
  nanoseconds::rep unit = 100'000'000;
  while (is_digit(cursor.front())) {
    value += unit * cursor.number(1);
    unit /= 10;
  }
  return nanoseconds(value);
}

minutes read_offset(Cursor& cursor) {
  if (cursor.skip("Zz")) {
    return {};
  }
  const bool west = cursor.front() == '-';
  cursor.expect("+-");
  const int hour = cursor.number(2);
  cursor.expect(":");
  const int minute = cursor.number(2);
  cursor.require(hour < 24 && minute < 60);
  const minutes offset = hours(hour) + minutes(minute);
  return west ? -offset : offset;
}

// The form that Go and GitHub write, in one look: 2026-11-21T00:18:45.624123456Z, with any number
// of digits up to nine behind the point. Absent: another form, or no time at all.
std::optional<Time> read_usual_time(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00.";
  constexpr std::size_t most = shape.size() + 10;
  if (text.size() < shape.size() + 2 || text.size() > most || text.back() != 'Z') {
    return std::nullopt;
  }
  unsigned wrong = 0; // looked at in the end: no branch on the way
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto off = static_cast<unsigned char>(text[i] - shape[i]);
    wrong |= shape[i] == '0' ? static_cast<unsigned>(off > 9) : off;
  }
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  std::uint32_t fraction = 0;
  for (const char c : text.substr(shape.size(), text.size() - shape.size() - 1)) {
    wrong |= static_cast<unsigned>(!is_digit(c));
    fraction = fraction * 10 + static_cast<unsigned char>(c - '0');
  }
  for (std::size_t size = text.size(); size < most; ++size) {
    fraction *= 10;
  }
  const std::chrono::year_month_day date{std::chrono::year(two(0) * 100 + two(2)),
                                         std::chrono::month(static_cast<unsigned>(two(5))),
                                         std::chrono::day(static_cast<unsigned>(two(8)))};
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  const bool near = wrong == 0 && text[0] == '2' && text[1] == '0' && date.ok();
  if (!near || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return Time(std::chrono::sys_days(date)) + hours(hour) + minutes(minute) + seconds(second)
         + nanoseconds(fraction);
}

std::optional<Time> read_time(std::string_view text) {
  if (const auto usual = read_usual_time(text)) {
    return usual;
  }
  Cursor cursor(text);
  const int year = cursor.number(4);
  cursor.expect("-");
  const int month = cursor.number(2);
  cursor.expect("-");
  const int day = cursor.number(2);
  cursor.expect("Tt");
  const int hour = cursor.number(2);
  cursor.expect(":");
  const int minute = cursor.number(2);
  cursor.expect(":");
  const int second = cursor.number(2);
  const nanoseconds fraction = read_fraction(cursor);
  const minutes offset = read_offset(cursor);

  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // 60 is a leap second. Nanoseconds since 1970 in 64 bits reach from 1677 to 2262.
  const bool in_range =
      date.ok() && hour < 24 && minute < 60 && second <= 60 && year > 1677 && year < 2262;
  if (!cursor.finished() || !in_range) {
    return std::nullopt;
  }
  return Time(std::chrono::sys_days(date)) + hours(hour) + minutes(minute) + seconds(second)
         + fraction - offset;
}

} // namespace

std::string to_rfc3339(Time time) {
  // Milliseconds first: the first day of the range begins before its first nanosecond.
  const auto rounded = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(rounded);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(rounded - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     clock.hours().count(),
                     clock.minutes().count(),
                     clock.seconds().count(),
                     clock.subseconds().count());
}

Result<Time> parse_rfc3339(std::string_view text) {
  if (const std::optional<Time> time = read_time(text)) {
    return *time;
  }
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is not a time", to_printable(shorten(text, 64))),
                "times look like 2026-11-21T00:18:45.624Z (RFC 3339)");
}

} // namespace tidegate::util
