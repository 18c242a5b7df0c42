// SPDX-License-Identifier: Apache-2.0
#include "util/units.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <string>

namespace tidegate::util {

TEST_CASE("durations are read in the ways people write them") {
  CHECK(parse_duration("90") == Seconds(90));
  CHECK(parse_duration("90s") == Seconds(90));
  CHECK(parse_duration("1.5m") == Seconds(90));
  CHECK(parse_duration("1m30s") == Seconds(90));
  CHECK(parse_duration("2h") == Seconds(7200));
  CHECK(parse_duration("250ms") == Seconds(0.25));
  CHECK(parse_duration(" 1h 2m 3s ") == Seconds(3723));
  CHECK(parse_duration("1H02M") == Seconds(3720));
  CHECK(parse_duration("0") == Seconds(0));
}

TEST_CASE("what is no duration is a usage error that quotes it") {
  for (const char* text : {"",
                           " ",
                           "s",
                           "-5",
                           "+5",
                           "1m30",
                           "30s1m",
                           "1s1s",
                           "1x",
                           "1e3",
                           "inf",
                           "nan",
                           "1.2.3",
                           ".",
                           "5 parsecs",
                           "0x10",
                           "1,5s",
                           "1m-30s"}) {
    CAPTURE(text);
    const auto duration = parse_duration(text);
    REQUIRE_FALSE(duration.has_value());
    CHECK(duration.error().kind == Error::Kind::usage);
    CHECK(duration.error().message == "\"" + std::string(text) + "\" is not a duration");
    CHECK_FALSE(duration.error().hint.empty());
  }
  CHECK_FALSE(parse_duration(std::string(400, '9')).has_value());
}

TEST_CASE("sizes are read in decimal and binary units") {
  CHECK(parse_bytes("250MB") == 250'000'000U);
  CHECK(parse_bytes("250 MB") == 250'000'000U);
  CHECK(parse_bytes("1.2GB") == 1'200'000'000U);
  CHECK(parse_bytes("512KiB") == 524'288U);
  CHECK(parse_bytes("1mib") == 1'048'576U);
  CHECK(parse_bytes("1GiB") == 1'073'741'824U);
  CHECK(parse_bytes("3 kb") == 3000U);
  CHECK(parse_bytes("1TB") == 1'000'000'000'000U);
  CHECK(parse_bytes("1048576") == 1'048'576U);
  CHECK(parse_bytes("7B") == 7U);
  CHECK(parse_bytes("0") == 0U);
}

TEST_CASE("what is no size is a usage error") {
  // "250M" is decimal to some tools and binary to others.
  for (const char* text :
       {"", "MB", "-1MB", "250M", "1GBB", "1MB2", "1e9", "inf", "9999999TB", "1 2MB"}) {
    CAPTURE(text);
    const auto bytes = parse_bytes(text);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().kind == Error::Kind::usage);
  }
}

TEST_CASE("shares are read as per cent or as a fraction") {
  CHECK(parse_ratio("60%") == 0.6);
  CHECK(parse_ratio("60 %") == 0.6);
  CHECK(parse_ratio("0.6") == 0.6);
  CHECK(parse_ratio("0") == 0.0);
  CHECK(parse_ratio("1") == 1.0);
  CHECK(parse_ratio("100%") == 1.0);
  for (const char* text : {"", "%", "60", "101%", "-1%", "-0.1", "1.01", "60%%", "nan", "sixty"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_ratio(text).has_value());
  }
}

TEST_CASE("durations are shown in the unit that fits") {
  CHECK(show_duration(Seconds(0)) == "0.00s");
  CHECK(show_duration(Seconds(0.351)) == "0.35s");
  CHECK(show_duration(Seconds(0.994)) == "0.99s");
  CHECK(show_duration(Seconds(0.999)) == "1.0s");
  CHECK(show_duration(Seconds(12.34)) == "12.3s");
  CHECK(show_duration(Seconds(59.94)) == "59.9s");
  CHECK(show_duration(Seconds(59.96)) == "1m 00s");
  CHECK(show_duration(Seconds(125)) == "2m 05s");
  CHECK(show_duration(Seconds(3599.6)) == "1h 00m");
  CHECK(show_duration(Seconds(3720)) == "1h 02m");
  CHECK(show_duration(Seconds(360000)) == "100h 00m");
  CHECK(show_duration(Seconds(-12.34)) == "-12.3s");
  CHECK(show_duration(Seconds(std::numeric_limits<double>::quiet_NaN())) == "unknown");
  CHECK_FALSE(show_duration(Seconds(1e300)).empty());
}

TEST_CASE("sizes are shown with three digits") {
  CHECK(show_bytes(0) == "0 B");
  CHECK(show_bytes(512) == "512 B");
  CHECK(show_bytes(999) == "999 B");
  CHECK(show_bytes(1000) == "1.00 kB");
  CHECK(show_bytes(94'700'000) == "94.7 MB");
  CHECK(show_bytes(999'600'000) == "1.00 GB");
  CHECK(show_bytes(9'996'000) == "10.0 MB");
  CHECK(show_bytes(99'960'000) == "100 MB");
  CHECK(show_bytes(1'200'000'000) == "1.20 GB");
  CHECK(show_bytes(std::numeric_limits<std::uint64_t>::max()) == "18.4 EB");
}

TEST_CASE("one thing is one, and any other number of them are things") {
  CHECK(counted(0, "event") == "0 events");
  CHECK(counted(1, "event") == "1 event");
  CHECK(counted(2, "event") == "2 events");
}

TEST_CASE("shares are shown in per cent, and almost all is not all") {
  CHECK(show_ratio(0.87) == "87 %");
  CHECK(show_ratio(0) == "0 %");
  CHECK(show_ratio(1) == "100 %");
  CHECK(show_ratio(0.997) == "> 99 %");
  CHECK(show_ratio(0.003) == "< 1 %");
  CHECK(show_ratio(1.25) == "125 %");
  CHECK(show_ratio(std::numeric_limits<double>::infinity()) == "unknown");
}

TEST_CASE("a difference has its sign, and a million per cent is enough") {
  CHECK(show_change(0.18) == "+18 %");
  CHECK(show_change(-0.05) == "-5 %");
  CHECK(show_change(1e300) == "more than +1000000 %");
  CHECK(show_change(std::numeric_limits<double>::infinity()) == "more than +1000000 %");
  CHECK(show_change(std::numeric_limits<double>::quiet_NaN()) == "unknown");
}

} // namespace tidegate::util
