// SPDX-License-Identifier: Apache-2.0
#include "util/time.hpp"

#include <doctest/doctest.h>
#include <string>

namespace tidegate::util {
namespace {

// Seconds since 1970 as date(1) gives them.
constexpr long long seconds_of_example = 1795220325; // 2026-11-21T00:18:45Z

Time example(long long nanoseconds = 0) {
  return Time(std::chrono::seconds(seconds_of_example) + std::chrono::nanoseconds(nanoseconds));
}

} // namespace

TEST_CASE("a time is written in UTC with milliseconds") {
  CHECK(to_rfc3339(example(624'999'999)) == "2026-11-21T00:18:45.624Z");
  CHECK(to_rfc3339(example()) == "2026-11-21T00:18:45.000Z");
  CHECK(to_rfc3339(Time{}) == "1970-01-01T00:00:00.000Z");
  CHECK(to_rfc3339(Time(std::chrono::nanoseconds(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(to_rfc3339(Time::min()).substr(0, 4) == "1677");
  CHECK(to_rfc3339(Time::max()).substr(0, 4) == "2262");
}

TEST_CASE("times are read with any number of fractional digits") {
  CHECK(parse_rfc3339("2026-11-21T00:18:45Z") == example());
  CHECK(parse_rfc3339("2026-11-21T00:18:45.6Z") == example(600'000'000));
  CHECK(parse_rfc3339("2026-11-21T00:18:45.624Z") == example(624'000'000));
  CHECK(parse_rfc3339("2026-11-21T00:18:45.624123456Z") == example(624'123'456));
  CHECK(parse_rfc3339("2026-11-21T00:18:45.62412345699999Z") == example(624'123'456));
}

TEST_CASE("times are read with an offset") {
  CHECK(parse_rfc3339("2026-11-21T01:18:45+01:00") == example());
  CHECK(parse_rfc3339("2026-11-20T18:48:45.5-05:30") == example(500'000'000));
  CHECK(parse_rfc3339("2026-11-21t00:18:45z") == example());
}

TEST_CASE("days that exist are read, the leap second too") {
  CHECK(parse_rfc3339("2024-02-29T00:00:00Z").has_value());
  CHECK(parse_rfc3339("2016-12-31T23:59:60Z") == parse_rfc3339("2017-01-01T00:00:00Z").value());
}

TEST_CASE("what was written can be read") {
  for (const long long second :
       {-2'000'000'000LL, 0LL, 951'782'400LL, seconds_of_example, 8'000'000'000LL}) {
    const Time time{std::chrono::seconds(second) + std::chrono::milliseconds(7)};
    CHECK(parse_rfc3339(to_rfc3339(time)) == time);
  }
}

TEST_CASE("what is no time is an error that quotes it") {
  for (const char* text : {"",
                           "now",
                           "2026-11-21",
                           "2026-11-21T00:18:45",
                           "2026-11-21 00:18:45Z",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-11-21T24:00:00Z",
                           "2026-11-21T00:60:00Z",
                           "2026-11-21T00:00:61Z",
                           "2026-11-21T00:18:45.Z",
                           "2026-11-21T00:18:45,5Z",
                           "2026-11-21T00:18:45Zx",
                           "2026-11-21T00:18:45+1:00",
                           "2026-11-21T00:18:45+24:00",
                           "26-11-21T00:18:45Z",
                           "+026-11-21T00:18:45Z",
                           "2026-11-21T00:18:4 Z",
                           "0001-01-01T00:00:00Z",
                           "9999-12-31T23:59:59Z",
                           "2026-11-00T00:00:00Z"}) {
    CAPTURE(text);
    const auto time = parse_rfc3339(text);
    REQUIRE_FALSE(time.has_value());
    CHECK(time.error().kind == Error::Kind::usage);
    CHECK(time.error().message.find("\"" + std::string(text) + "\"") != std::string::npos);
  }
}

TEST_CASE("a hostile text in place of a time is quoted short and printable") {
  const auto time = parse_rfc3339("\x1B[31m" + std::string(100000, 'x'));
  REQUIRE_FALSE(time.has_value());
  CHECK(time.error().message.size() < 120);
  CHECK(time.error().message.find('\x1B') == std::string::npos);
}

} // namespace tidegate::util
