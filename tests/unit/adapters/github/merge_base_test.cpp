// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/merge_base.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

struct Rig {
  test::FakeHttp http;
  test::FakeClock clock;
  github::Client client{http,
                        clock,
                        {.api_url = "https://api.github.com", .repository = "o/r", .token = "t"},
                        {.attempts = 1}};
};

} // namespace

TEST_CASE("the merge-base and what lies before it are asked of GitHub") {
  Rig rig;
  rig.http.script = {ports::HttpAnswer{200, R"({"merge_base_commit":{"sha":"base"},"commits":[]})"},
                     ports::HttpAnswer{200, R"([{"sha":"base"},{"sha":"before"}])"}};
  const auto found = github::merge_base(rig.client, "release/1", "head");
  REQUIRE(found);
  CHECK(found->sha == "base");
  CHECK(found->ancestors == std::vector<std::string>{"base", "before"});
  CHECK(rig.http.asked[0].url
        == "https://api.github.com/repos/o/r/compare/release%2F1...head?per_page=1");
  CHECK(rig.http.asked[1].url == "https://api.github.com/repos/o/r/commits?sha=base&per_page=100");
}

TEST_CASE("without the list of commits the merge-base alone is known") {
  Rig rig;
  rig.http.script = {ports::HttpAnswer{200, R"({"merge_base_commit":{"sha":"base"}})"},
                     ports::HttpAnswer{502, "<html>"}};
  const auto found = github::merge_base(rig.client, "main", "head");
  REQUIRE(found);
  CHECK(found->ancestors == std::vector<std::string>{"base"});
}

TEST_CASE("no merge-base is an error, and a refusal names the permission") {
  for (const char* const body : {"", "[]", R"({"merge_base_commit":7})"}) {
    Rig rig;
    rig.http.script = {ports::HttpAnswer{200, body}};
    CHECK_FALSE(github::merge_base(rig.client, "main", "head"));
  }
  Rig rig;
  rig.http.script = {ports::HttpAnswer{404, R"({"message":"Not Found"})"}};
  const auto refused = github::merge_base(rig.client, "main", "head");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().hint.find("permissions: contents: read") != std::string::npos);
}
