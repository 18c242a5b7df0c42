// SPDX-License-Identifier: Apache-2.0
#include "github/runtime_token.hpp"

#include <doctest/doctest.h>

using namespace github_standin;

namespace {

ScopeRight right(std::string_view text) {
  const auto parsed = parse_scope_right(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

} // namespace

TEST_CASE("a token tells the scopes and times that it was made with") {
  const RuntimeToken made = make_token({right("refs/pull/7/merge=rw"), right("refs/heads/main=r")},
                                       1'000'000,
                                       std::chrono::hours(6));
  const auto read = parse_jwt(to_jwt(made));
  REQUIRE(read.has_value());
  CHECK(read->expires == 1'000'000 + 6 * 3600);
  CHECK(read->not_before < 1'000'000);
  CHECK(readable_scopes(*read) == std::vector<std::string>{"refs/pull/7/merge", "refs/heads/main"});
  CHECK(writable_scope(*read) == "refs/pull/7/merge");
}

TEST_CASE("the last writable scope is the one that is written to") {
  const RuntimeToken token =
      make_token({right("a=rw"), right("b=w"), right("c=r")}, 1'000'000, std::chrono::hours(1));
  CHECK(writable_scope(token) == "b");
  CHECK(readable_scopes(token) == std::vector<std::string>{"a", "c"});
}

TEST_CASE("a token holds from nbf until exp") {
  const RuntimeToken token{.scopes = {}, .issued_at = 0, .not_before = 100, .expires = 200};
  CHECK(time_complaint(token, 99) == "token is not valid yet");
  CHECK(time_complaint(token, 100).empty());
  CHECK(time_complaint(token, 199).empty());
  CHECK(time_complaint(token, 200) == "token expired");
}

TEST_CASE("what is no token of that form is refused") {
  for (const std::string text : {"", "a.b", "a.b.c.d", "..", "a.!!!.c", "a.e30.c", "a.W10.c"}) {
    CHECK_FALSE_MESSAGE(parse_jwt(text).has_value(), text);
  }
}

TEST_CASE("the claim ac must be a string that holds JSON, not JSON") {
  // {"ac":[],"exp":2,"nbf":1}
  CHECK_FALSE(parse_jwt("e30.eyJhYyI6W10sImV4cCI6MiwibmJmIjoxfQ.x").has_value());
}

TEST_CASE("scope rights and lifetimes are read strictly") {
  CHECK(right("refs/heads/a=b=w").scope == "refs/heads/a=b");
  CHECK_FALSE(right("x=").readable);
  CHECK_FALSE(parse_scope_right("refs/heads/main").has_value());
  CHECK_FALSE(parse_scope_right("=rw").has_value());
  CHECK_FALSE(parse_scope_right("x=rx").has_value());
  CHECK(parse_lifetime("90s") == std::chrono::seconds(90));
  CHECK(parse_lifetime("-1h") == std::chrono::seconds(-3600));
  CHECK(parse_lifetime("2d") == std::chrono::seconds(172800));
  for (const std::string text : {"", "6", "h", "6w", "6hh", "99999999999h"}) {
    CHECK_FALSE_MESSAGE(parse_lifetime(text).has_value(), text);
  }
}
