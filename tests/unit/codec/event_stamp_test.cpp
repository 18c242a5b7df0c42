// SPDX-License-Identifier: Apache-2.0
#include "codec/event_stamp.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {

TEST_CASE("an event's stamp is read, whatever stands behind it") {
  const auto stamp =
      read_event_stamp(R"({"timestamp":"2026-11-21T02:04:31Z","id":"a-1","metadata":{"cut)");
  REQUIRE(stamp);
  CHECK(stamp->id == "a-1");
  CHECK(util::to_rfc3339(stamp->timestamp) == "2026-11-21T02:04:31.000Z");
}

TEST_CASE("a stamp's keys count at the top of the object only, and the first ones do") {
  const auto stamp = read_event_stamp(
      R"({"run":{"id":"inner","timestamp":[]},"list":[{"id":"inner"}],"id":"outer","id":"again",)"
      R"("timestamp":"2026-11-21T00:00:00Z"})");
  REQUIRE(stamp);
  CHECK(stamp->id == "outer");
}

TEST_CASE("what has no stamp is refused") {
  const std::string deep(1'000'000, '[');
  for (const std::string& line : {std::string(),
                                  std::string("{}"),
                                  std::string("null"),
                                  std::string(R"("id")"),
                                  std::string(R"(["id","timestamp"])"),
                                  std::string(R"({"id":"a"})"),
                                  std::string(R"({"id":1,"timestamp":"2026-11-21T00:00:00Z"})"),
                                  std::string(R"({"id":"a","timestamp":1})"),
                                  std::string(R"({"id":"a","timestamp":{"id":"b"}})"),
                                  std::string(R"({"id":"a","timestamp":"yesterday"})"),
                                  std::string(R"({"id":"a",)"),
                                  R"({"x":)" + deep,
                                  deep}) {
    CAPTURE(line.substr(0, 60));
    CHECK_FALSE(read_event_stamp(line));
  }
}

} // namespace tidegate::codec
