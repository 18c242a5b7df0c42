// SPDX-License-Identifier: Apache-2.0
#include "github/rest/rest_rig.hpp"

#include <thread>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

void allow(const Site& site, const json& permissions) {
  site.control("tokens", {{"token", "secret"}, {"name", "job"}, {"permissions", permissions}});
}

std::string message(const Answer& answer) {
  return text_of(parse_any(answer.body), "message");
}

std::uint64_t used(const Site& site) {
  return number_of(site.get("/rate_limit")["rate"], "used").value_or(99);
}

} // namespace

TEST_CASE("what a token may not do is refused in GitHub's words") {
  const Site site;
  site.control("pulls", {{"repository", "o/r"}});
  allow(site, {{"actions", "read"}, {"pull-requests", "read"}});
  CHECK(site.ask("GET", "actions/runs").status == 200);
  CHECK(site.ask("GET", "issues/1/comments").status == 200);
  const Answer refused = site.ask("POST", "issues/1/comments", {{"body", "x"}});
  CHECK(refused.status == 403);
  CHECK(message(refused) == "Resource not accessible by integration");
  CHECK(site.ask("GET", "commits").status == 403);
  allow(site, {{"issues", "write"}});
  CHECK(site.ask("POST", "issues/1/comments", {{"body", "x"}}).status == 201);
}

TEST_CASE("who asks must be known, and sees only what is his") {
  const Site site;
  allow(site, "read");
  const auto status = [&](const char* header) {
    return site.ask("GET", "actions/runs", {}, {{"Authorization", header}}).status;
  };
  CHECK(status("Bearer secret") == 200);
  CHECK(status("token secret") == 200);
  CHECK(status("Basic eDpzZWNyZXQ=") == 200);
  CHECK(status("Bearer wrong") == 401);
  CHECK(status("") == 404);
  site.control("repositories", {{"name", "o/r"}, {"private", false}});
  CHECK(status("") == 200);
  CHECK(site.ask("GET", "/repos/o/other/actions/runs").status == 404);
  site.control("tokens", {{"token", "secret"}, {"name", "job"}, {"repositories", {"o/else"}}});
  CHECK(status("Bearer secret") == 404);
}

TEST_CASE("an unchanged answer is 304 and costs nothing") {
  const Site site;
  site.control("runs", {{"repository", "o/r"}, {"generate", {{"count", 3}}}});
  const Answer first = site.ask("GET", "actions/runs");
  const std::string tag = first.header("ETag");
  CHECK(tag.starts_with("W/\""));
  CHECK(used(site) == 1);
  const Answer again = site.ask("GET", "actions/runs", {}, {{"If-None-Match", "\"x\", " + tag}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.header("ETag") == tag);
  CHECK(used(site) == 1);
  site.control("runs", {{"repository", "o/r"}, {"generate", {{"count", 1}}}});
  CHECK(site.ask("GET", "actions/runs", {}, {{"If-None-Match", tag}}).status == 200);
  CHECK(used(site) == 2);
  const json counters = site.rig.control("counters");
  CHECK(number_of(counters["routes"]["ListRuns"], "unchanged") == 1);
  CHECK(number_of(counters, "counted") == 2);
}

TEST_CASE("an exhausted limit refuses until it is reset") {
  const Site site;
  site.control("rate", {{"limit", 2}, {"reset_in_s", 3600}});
  const Answer first = site.ask("GET", "actions/runs");
  CHECK(first.header("x-ratelimit-remaining") == "1");
  CHECK(first.header("x-ratelimit-limit") == "2");
  CHECK(site.ask("GET", "actions/runs").status == 200);
  Answer refused = site.ask("GET", "actions/runs");
  CHECK(refused.status == 403);
  CHECK(refused.header("x-ratelimit-remaining") == "0");
  CHECK(message(refused).starts_with("API rate limit exceeded"));
  site.control("rate", {{"used", 2}, {"reset_in_s", 1}});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (refused.status == 403 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
    refused = site.ask("GET", "actions/runs");
  }
  CHECK(refused.status == 200);
}

TEST_CASE("the secondary limit tells when to come back") {
  const Site site;
  site.rig.plan(R"([{"kind":"secondary_limit","status":429,"retry_after":3,"count":1},
                    {"kind":"secondary_limit","count":1}])");
  const Answer told = site.ask("GET", "actions/runs");
  CHECK(told.status == 429);
  CHECK(told.header("retry-after") == "3");
  CHECK(message(told).starts_with("You have exceeded a secondary rate limit"));
  CHECK(site.ask("GET", "actions/runs").status == 403);
  CHECK(site.ask("GET", "actions/runs").status == 200);
}

TEST_CASE("an Enterprise Server's paths lead to the same") {
  const Site site;
  site.control("runs", {{"repository", "o/r"}, {"generate", {{"count", 40}}}});
  const Answer answer = site.ask("GET", "/api/v3/repos/o/r/actions/runs");
  CHECK(answer.status == 200);
  CHECK(answer.header("Link").find("/api/v3/repos/o/r/actions/runs?page=2>") != std::string::npos);
  const json login =
      parse_any(site.ask("POST", "/api/graphql", {{"query", "query { viewer { login } }"}}).body);
  CHECK(text_of(login["data"]["viewer"], "login") == "github-actions[bot]");
}

TEST_CASE("addresses name the proxy where one is set") {
  const Site site;
  site.control("settings", {{"api_url", "http://proxy.test:1"}});
  site.control("runs", {{"repository", "o/r"}, {"generate", {{"count", 40}}}});
  const std::string link = site.ask("GET", "actions/runs").header("Link");
  CHECK(link.starts_with("<http://proxy.test:1/repos/o/r/actions/runs?page=2>; rel=\"next\""));
}

TEST_CASE("a request is refused where it is not one") {
  const Site site;
  CHECK(site.ask("GET", "actions/runs", {}, {{"X-GitHub-Api-Version", "1999-01-01"}}).status
        == 400);
  CHECK(site.ask("GET", "actions/runs", {}, {{"X-GitHub-Api-Version", "2022-11-28"}}).status
        == 200);
  CHECK(site.ask("GET", "actions/runs", {}, {{"User-Agent", ""}}).status == 403);
  CHECK(site.ask("POST", "git/blobs", json::array()).status == 400);
  CHECK(site.ask("GET", "nothing").status == 404);
  CHECK(site.ask("GET", "/repos/..%2F../x/actions/runs").status == 404);
  CHECK(site.ask("GET", "/repos/o/r/actions/runs/" + std::string(7000, '9')).status == 414);
}

TEST_CASE("the counters tell which token reached which host") {
  const Site site;
  allow(site, "read");
  site.get("actions/runs");
  httplib::Client other(site.rig.other_url().substr(0, site.rig.other_url().size() - 1));
  other.Get("/x", {{"Authorization", "Bearer secret"}});
  other.Get("/y");
  const json tokens = site.rig.control("counters")["tokens"];
  CHECK(number_of(tokens["api"], "job") == 1);
  CHECK(number_of(tokens["other"], "job") == 1);
  CHECK(number_of(tokens["other"], "") == 1);
}
