// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/caches.hpp"
#include "adapters/github/link.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;

namespace {

const std::string api = "https://api.example";
const std::string actions = api + "/repos/owner/name/actions/";

struct Rig {
  test::FakeHttp http;
  test::FakeClock clock;
  std::atomic<bool> stop{false};

  void answer(int status, const std::string& body, const std::string& link = "") {
    http.script.emplace_back(
        ports::HttpAnswer{.status = status, .body = body, .headers = {{"link", link}}});
  }

  void redirect(const std::string& url) {
    http.script.emplace_back(
        ports::HttpAnswer{.status = 301, .body = "", .headers = {{"location", url}}});
  }

  // Usage and limit, which come before the lists.
  void begin() {
    answer(200, R"({"full_name":"owner/name","active_caches_size_in_bytes":5000})");
    answer(403, R"({"message":"Must have admin rights"})");
  }

  Result<std::optional<github::CacheUsage>> usage(const std::string& repository = "owner/name") {
    github::Caches caches(http, clock, {api + "/", repository, "hunter2hunter2"});
    return caches.usage(stop);
  }

  github::CacheUsage known() {
    const auto found = usage();
    REQUIRE(found);
    REQUIRE(*found);
    return **found;
  }

  std::string error() {
    const auto found = usage();
    REQUIRE_FALSE(found);
    CHECK(found.error().message.find("hunter2") == std::string::npos);
    return found.error().message;
  }
};

std::string entry(const std::string& key, int bytes) {
  return R"({"key":")" + key + R"(","size_in_bytes":)" + std::to_string(bytes) + "}";
}

std::string list(const std::string& entries) {
  return R"({"actions_caches":[)" + entries + "]}";
}

} // namespace

TEST_CASE("the caches of a repository are asked for with version and token") {
  Rig rig;
  rig.begin();
  rig.answer(200, list(""));
  rig.answer(200, list(""));
  const auto usage = rig.known();
  CHECK(usage.repository_bytes == 5000);
  CHECK(usage.limit_bytes == 10'000'000'000);
  CHECK(usage.scopes.empty());
  REQUIRE(rig.http.asked.size() == 4);
  CHECK(rig.http.asked[0].url == actions + "cache/usage");
  CHECK(rig.http.asked[1].url == actions + "cache/storage-limit");
  CHECK(rig.http.asked[2].url == actions + "caches?per_page=100&key=index-");
  CHECK(rig.http.asked[3].url == actions + "caches?per_page=100&key=buildkit-blob-");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"Accept", "application/vnd.github+json"},
      {"X-GitHub-Api-Version", "2022-11-28"},
      {"Authorization", "Bearer hunter2hunter2"}};
  CHECK(rig.http.asked[0].headers == headers);
}

TEST_CASE("the layers belong to the only scope") {
  Rig rig;
  rig.begin();
  rig.answer(
      200,
      list(entry("index-my-app-1-0a1b2c3d#1", 10) + "," + entry("index-my-app-1-0a1b2c3d#2", 20)));
  rig.answer(200,
             list(entry("buildkit-blob-1-sha256:aa", 300) + ","
                  + entry("buildkit-blob-1-sha256:bb", 400)));
  const auto usage = rig.known();
  REQUIRE(usage.scopes.size() == 1);
  CHECK(usage.scopes[0] == model::CacheScope{"my-app", 4, 730});
}

TEST_CASE("the layers of several scopes are theirs together") {
  Rig rig;
  rig.begin();
  rig.answer(200,
             list(entry("index-a-1-x#1", 10) + "," + entry("index-b-1-x-sig#1", 20) + ","
                  + entry("index-of-something-else", 5)));
  rig.answer(200, list(entry("buildkit-blob-1-sha256:aa", 300)));
  const auto usage = rig.known();
  REQUIRE(usage.scopes.size() == 3);
  CHECK(usage.scopes[0] == model::CacheScope{"a", 1, 10});
  CHECK(usage.scopes[1] == model::CacheScope{"b", 1, 20});
  CHECK(usage.scopes[2] == model::CacheScope{std::string(github::shared_layers), 1, 300});
}

TEST_CASE("pages are followed by their link") {
  Rig rig;
  rig.begin();
  rig.answer(200, list(entry("index-a-1-x#1", 10)), "<" + actions + "caches?page=2>; rel=\"next\"");
  rig.answer(200, list(entry("index-a-1-x#2", 10)));
  rig.answer(200, list(""));
  CHECK(rig.known().scopes[0].entries == 2);
  CHECK(rig.http.asked[3].url == actions + "caches?page=2");
}

TEST_CASE("a link to another host gets no token") {
  Rig rig;
  rig.begin();
  for (const char* evil :
       {"https://evil.example/x", "https://api.example.evil/x", "http://api.example/x"}) {
    CAPTURE(evil);
    rig.http.script.clear();
    rig.http.asked.clear();
    rig.begin();
    rig.answer(200, list(""), "<" + std::string(evil) + ">; rel=\"next\"");
    CHECK(rig.error().find("links to another place") != std::string::npos);
    CHECK(rig.http.asked.size() == 3);
  }
}

TEST_CASE("a renamed repository is followed, another host is not") {
  Rig rig;
  rig.redirect(api + "/repositories/1/actions/cache/usage");
  rig.begin();
  rig.answer(200, list(""));
  rig.answer(200, list(""));
  CHECK(rig.known().repository_bytes == 5000);
  Rig other;
  other.redirect("https://evil.example/");
  CHECK(other.error()
        == "the caches API of GitHub: " + actions
               + "cache/usage redirects to another place, which is not followed");
  CHECK(other.http.asked.size() == 1);
  Rig circle;
  for (int hop = 0; hop < 4; ++hop) {
    circle.redirect(api + "/a");
  }
  CHECK(circle.error().find("redirects again and again") != std::string::npos);
}

TEST_CASE("a token that may not ask is nothing, not an error") {
  for (const int status : {401, 403, 404}) {
    Rig rig;
    rig.answer(status, "{}");
    const auto usage = rig.usage();
    REQUIRE(usage);
    CHECK_FALSE(*usage);
  }
}

TEST_CASE("a limit that is used up is not waited for beside a build") {
  Rig rig;
  rig.http.script.emplace_back(
      ports::HttpAnswer{.status = 403,
                        .body = "{}",
                        .headers = {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "60"}}});
  CHECK(rig.error().find("the rate limit is used up") != std::string::npos);
  CHECK(rig.clock.slept.empty());
}

TEST_CASE("a larger limit that the repository pays for counts") {
  Rig rig;
  rig.answer(200, R"({"active_caches_size_in_bytes":1})");
  rig.answer(200, R"({"max_cache_size_gb":25})");
  rig.answer(200, list(""));
  rig.answer(200, list(""));
  CHECK(rig.known().limit_bytes == 25'000'000'000);
}

TEST_CASE("more entries than can be looked through are no number") {
  Rig rig;
  rig.begin();
  for (int page = 0; page < 10; ++page) {
    rig.answer(
        200, list(entry("index-a-1-x#1", 1)), "<" + actions + "caches?page=9>; rel=\"next\"");
  }
  CHECK(rig.error() == "the repository has more than 1000 cache entries \"index-...\"");
}

TEST_CASE("odd answers and names are errors") {
  Rig rig;
  rig.answer(500, "");
  CHECK(rig.error() == "the caches API of GitHub answered 500 to cache/usage");
  for (const char* odd : {"", "[", "[]", R"({"actions_caches":7})"}) {
    Rig odd_rig;
    odd_rig.begin();
    odd_rig.answer(200, odd);
    CHECK_FALSE(odd_rig.usage());
  }
  for (const char* name : {"", "owner", "a/b/c", "../x", "a/b?c", "a/.."}) {
    CHECK_FALSE(Rig().usage(name));
  }
}

TEST_CASE("the scope of an index entry is what stands before its version") {
  CHECK(github::scope_of_index("index-buildkit-1-0a1b2c3d#12") == "buildkit");
  CHECK(github::scope_of_index("index-a-1-b-1-0a1b2c3d-sig#1") == "a-1-b");
  CHECK_FALSE(github::scope_of_index("index-a"));
  CHECK_FALSE(github::scope_of_index("index-#"));
  CHECK_FALSE(github::scope_of_index("other-a-1-x#1"));
}

TEST_CASE("the next page is the one that says so") {
  CHECK(github::next_page(R"(<https://a/1>; rel="prev", <https://a/3>; rel="next")")
        == "https://a/3");
  CHECK(github::next_page(R"(<https://a/1>; rel="last")").empty());
  CHECK(github::next_page("<").empty());
  CHECK(github::next_page("").empty());
}
