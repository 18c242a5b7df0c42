// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_plan.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;
using analysis::CachePlan;
using model::CacheAccess;
using model::CacheOption;
using Names = std::vector<std::string>;
using Attributes = std::vector<std::pair<std::string, std::string>>;

namespace {

const Time now{std::chrono::hours(500'000)};

CacheOption gha(Attributes attributes = {}) {
  return {.type = "gha", .attributes = std::move(attributes), .text = {}};
}

CacheAccess full_access() {
  CacheAccess access;
  access.token = true;
  access.url = true;
  access.v2 = true;
  access.token_readable = true;
  access.scopes = {{.name = "refs/heads/main", .read = true, .write = true}};
  access.expires = now + std::chrono::hours(1);
  return access;
}

CacheAccess read_only() {
  auto access = full_access();
  access.scopes = {{.name = "refs/heads/main", .read = true, .write = false}};
  return access;
}

CachePlan plan_of(const CacheOption& from, const CacheOption& to, const CacheAccess& access) {
  return analysis::plan_cache({from}, {to}, access, now);
}

CachePlan plan_of(const CacheAccess& access) {
  return plan_of(gha(), gha(), access);
}

bool mentions(const Names& texts, const std::string& part) {
  return texts.size() == 1 && texts[0].find(part) != std::string::npos;
}

void check_usable(const CachePlan& plan) {
  CHECK_FALSE(plan.drop_gha_export);
  CHECK(plan.backends == Names{"gha"});
  CHECK(plan.problems.empty());
  CHECK(plan.notices.empty());
}

} // namespace

TEST_CASE("where nothing is asked for nothing is said") {
  const auto plan = analysis::plan_cache({}, {}, {}, now);
  CHECK(plan.backends.empty());
  CHECK(plan.problems.empty());
  CHECK(plan.notices.empty());
}

TEST_CASE("a gha cache with a full token is used and not worth a word") {
  check_usable(plan_of(full_access()));
}

TEST_CASE("other backends are used whatever the environment, each named once") {
  const CacheOption registry{.type = "registry", .attributes = {{"ref", "a/b"}}, .text = {}};
  const CacheOption local{.type = "local", .attributes = {}, .text = {}};
  const auto plan = analysis::plan_cache({registry, local, gha()}, {registry}, {}, now);
  CHECK(plan.backends == Names{"registry", "local"});
  CHECK(plan.problems.size() == 1);
}

TEST_CASE("a missing token is one problem that names the variable and the way out") {
  auto access = full_access();
  access.token = false;
  const auto plan = plan_of(access);
  CHECK(plan.backends.empty());
  CHECK_FALSE(plan.drop_gha_export); // buildx does that itself
  CHECK(mentions(plan.problems, "ACTIONS_RUNTIME_TOKEN is not set"));
  CHECK(mentions(plan.problems, "tidegate action"));
  CHECK(mentions(plan.problems, "crazy-max/ghaction-github-runtime"));
}

TEST_CASE("a missing URL is a problem that names the variables") {
  auto access = full_access();
  access.url = false;
  CHECK(mentions(plan_of(access).problems,
                 "neither ACTIONS_RESULTS_URL nor ACTIONS_CACHE_URL is set"));
  access.token = false;
  CHECK(mentions(plan_of(access).problems,
                 "ACTIONS_RUNTIME_TOKEN is not set and neither ACTIONS_RESULTS_URL nor"));
}

TEST_CASE("attributes stand in for the environment") {
  for (const auto* const url : {"url", "url_v2"}) {
    const auto option = gha({{"token", "t"}, {url, "https://cache.example"}});
    check_usable(plan_of(option, option, {}));
  }
  auto no_url = full_access();
  no_url.url = false;
  const auto with_url = gha({{"url_v2", "https://cache.example"}});
  check_usable(plan_of(with_url, with_url, no_url));
}

TEST_CASE("an attribute that is there but empty is as good as missing") {
  CHECK(plan_of(gha({{"token", ""}}), gha({{"token", ""}}), full_access()).problems.size() == 1);
  CHECK(plan_of(gha({{"token", ""}}), gha({{"token", ""}}), full_access()).backends.empty());
  const auto no_urls = gha({{"url", ""}, {"url_v2", ""}});
  CHECK(plan_of(no_urls, no_urls, full_access()).problems.size() == 1);
  // buildx still takes url_v2 from the environment.
  check_usable(plan_of(gha({{"url", ""}}), gha({{"url", ""}}), full_access()));
  CHECK(plan_of(gha({{"url", ""}, {"version", "1"}}), gha(), full_access()).problems.size() == 1);
}

TEST_CASE("import and export are looked at one by one") {
  auto access = full_access();
  access.token = false;
  const auto plan = plan_of(gha(), gha({{"token", "t"}}), access);
  CHECK(plan.backends == Names{"gha"});
  CHECK(plan.problems.size() == 1);
}

TEST_CASE("an expired token is a problem, to the moment") {
  auto access = full_access();
  access.expires = now + std::chrono::nanoseconds(1);
  check_usable(plan_of(access));
  access.expires = now;
  const auto plan = plan_of(access);
  CHECK(mentions(plan.problems, "has expired"));
  CHECK(plan.backends.empty());
  CHECK(plan.drop_gha_import); // BuildKit would fail the build
  CHECK(plan.drop_gha_export);
  REQUIRE(plan.troubles.size() == 1);
  CHECK(plan.troubles.front().kind == "token-expired");
  const auto own = gha({{"token", "t"}});
  check_usable(plan_of(own, own, access));
}

TEST_CASE("a token that BuildKit cannot read is a problem, unless it is not the one in use") {
  auto access = full_access();
  access.token_readable = false;
  access.scopes.clear();
  access.expires.reset();
  CHECK(mentions(plan_of(access).problems, "no token that BuildKit can read"));
  const auto own = gha({{"token", "t"}});
  check_usable(plan_of(own, own, access));
}

TEST_CASE(
    "version 1 of the cache service is a problem, but other servers than github.com speak it") {
  auto access = full_access();
  access.v2 = false;
  const auto plan = plan_of(access);
  CHECK(mentions(plan.problems, "shut that version down"));
  CHECK(plan.backends == Names{"gha"});
  CHECK_FALSE(plan.drop_gha_export);
  CHECK(mentions(plan_of(gha({{"version", "1"}}), gha({{"version", "1"}}), full_access()).problems,
                 "shut that version down"));
  check_usable(plan_of(gha({{"version", "2"}}), gha({{"version", "2"}}), access));
  const auto own_server = gha({{"url", "http://cache.example"}});
  check_usable(plan_of(own_server, own_server, access));
}

TEST_CASE(
    "a token without a writable scope leaves the export out with a notice, and the import in") {
  const auto plan = plan_of(read_only());
  CHECK(plan.drop_gha_export);
  CHECK(plan.backends == Names{"gha"});
  CHECK(plan.problems.empty());
  CHECK(mentions(plan.notices, "cache export left out: the job's token may not write any scope"));
}

TEST_CASE("a read-only token without an import uses no cache at all") {
  const auto plan = analysis::plan_cache({}, {gha()}, read_only(), now);
  CHECK(plan.drop_gha_export);
  CHECK(plan.backends.empty());
}

TEST_CASE("one writable scope among several is enough") {
  auto access = read_only();
  access.scopes.push_back({.name = "refs/pull/7/merge", .read = true, .write = true});
  check_usable(plan_of(access));
}

TEST_CASE("a token without any scope can neither read nor write") {
  auto access = full_access();
  access.scopes.clear();
  const auto plan = plan_of(access);
  CHECK(plan.drop_gha_export);
  CHECK(plan.backends.empty());
  CHECK(plan.notices.size() == 2);
}

TEST_CASE("the cache mode of the job decides like the token") {
  const auto plan_with = [](const std::string& mode) {
    auto access = full_access();
    access.mode = mode;
    return plan_of(access);
  };
  check_usable(plan_with(""));
  check_usable(plan_with("write"));

  const auto read = plan_with("read");
  CHECK(read.drop_gha_export);
  CHECK(read.backends == Names{"gha"});
  CHECK(mentions(read.notices, "cache export left out: ACTIONS_CACHE_MODE is read"));

  const auto write_only = plan_with("write-only");
  CHECK_FALSE(write_only.drop_gha_export);
  CHECK(write_only.backends == Names{"gha"});
  CHECK(mentions(write_only.notices,
                 "cache import will find nothing: ACTIONS_CACHE_MODE is write-only"));

  const auto none = plan_with("none");
  CHECK(none.drop_gha_export);
  CHECK(none.backends.empty());
  CHECK(none.notices
        == Names{"cache import will find nothing: ACTIONS_CACHE_MODE is none",
                 "cache export left out: ACTIONS_CACHE_MODE is none"});
}

TEST_CASE("an export that ignores errors stays, and its notice says that it saves nothing") {
  const auto plan = plan_of(gha(), gha({{"ignore-error", "true"}}), read_only());
  CHECK_FALSE(plan.drop_gha_export);
  CHECK(mentions(plan.notices, "cache export will save nothing"));
  CHECK(plan_of(gha(), gha({{"ignore-error", "false"}}), read_only()).drop_gha_export);
}

TEST_CASE("a read-only token says nothing about an export with a token of its own") {
  const auto plan = plan_of(gha(), gha({{"token", "t"}}), read_only());
  CHECK_FALSE(plan.drop_gha_export);
  CHECK(plan.notices.empty());
}

TEST_CASE("several gha entries with the same trouble are told once") {
  const auto plan = analysis::plan_cache({gha(), gha({{"scope", "b"}})}, {gha(), gha()}, {}, now);
  CHECK(plan.problems.size() == 1);
  const auto reading = analysis::plan_cache({}, {gha(), gha({{"scope", "b"}})}, read_only(), now);
  CHECK(reading.notices.size() == 1);
}
