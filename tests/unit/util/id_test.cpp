// SPDX-License-Identifier: Apache-2.0
#include "util/id.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <set>

namespace tidegate::util {
namespace {

Time at_millisecond(long long milliseconds) {
  return Time(std::chrono::milliseconds(milliseconds));
}

constexpr const char* crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

} // namespace

TEST_CASE("an id begins with its time as the ULID specification writes it") {
  // The example of github.com/ulid/javascript: ulid(1469918176385) -> 01ARYZ6S41...
  const std::string id = new_ulid(at_millisecond(1469918176385));
  CHECK(id.size() == 26);
  CHECK(id.substr(0, 10) == "01ARYZ6S41");
  CHECK(id.find_first_not_of(crockford) == std::string::npos);
}

TEST_CASE("ids of later milliseconds sort after earlier ones") {
  std::string last;
  for (long long i = 0; i < 2000; ++i) {
    const std::string id = new_ulid(at_millisecond(1'795'000'000'000 + i * 7));
    CHECK(id > last);
    last = id;
  }
}

TEST_CASE("ids of the same millisecond differ") {
  std::set<std::string> ids;
  for (int i = 0; i < 5000; ++i) {
    ids.insert(new_ulid(at_millisecond(1'795'000'000'000)));
  }
  CHECK(ids.size() == 5000);
}

TEST_CASE("a clock before 1970 gives an id all the same") {
  CHECK(new_ulid(at_millisecond(-5)).substr(0, 10) == "0000000000");
}

TEST_CASE("random hex has two lower-case digits for each byte and does not repeat") {
  CHECK(random_hex(0).empty());
  CHECK(random_hex(1).size() == 2);
  const std::string first = random_hex(100);
  CHECK(first.size() == 200);
  CHECK(first.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(first != random_hex(100));
  CHECK(first.substr(0, 100) != first.substr(100));
}

TEST_CASE("a random share is from 0 to 1 and as often small as great") {
  int small = 0;
  constexpr int count = 4000;
  for (int i = 0; i < count; ++i) {
    const double share = random_share();
    CHECK(share >= 0);
    CHECK(share <= 1);
    small += share < 0.25 ? 1 : 0;
  }
  // A fair one is out of these bounds once in 10^12 runs.
  CHECK(small > count / 4 - 200);
  CHECK(small < count / 4 + 200);
}

} // namespace tidegate::util
