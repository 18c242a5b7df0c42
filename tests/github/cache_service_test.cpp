// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/test_rig.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <thread>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

TEST_CASE("a reserved entry is invisible until it is finalised") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.reserve("k", token);
  CHECK(rig.matched("k", token).empty());
  CHECK(rig.put(url, "bytes").status == 201);
  CHECK(rig.matched("k", token).empty());
  const Answer done = rig.call(
      "FinalizeCacheEntryUpload", {{"key", "k"}, {"version", "v1"}, {"size_bytes", 5}}, token);
  CHECK(done.status == 200);
  CHECK_FALSE(text_of(parse_object(done.body), "entry_id").empty());
  CHECK(rig.matched("k", token) == "k");
  CHECK(rig.get(rig.download_url("k", token)).body == "bytes");
}

TEST_CASE("the size of an upload may be a number or a string, but must be right") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  CHECK(rig.put(rig.reserve("k", token), "bytes").status == 201);
  const auto finalise = [&](const json& size) {
    return rig
        .call("FinalizeCacheEntryUpload",
              {{"key", "k"}, {"version", "v1"}, {"size_bytes", size}},
              token)
        .status;
  };
  CHECK(finalise(4) == 400);
  CHECK(finalise("x") == 400);
  CHECK(finalise(json()) == 400);
  CHECK(finalise("5") == 200);
  CHECK(finalise(5) == 200);
}

TEST_CASE("finalising what was never reserved or never uploaded is refused") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const json body{{"key", "k"}, {"version", "v1"}, {"size_bytes", 0}};
  CHECK(rig.call("FinalizeCacheEntryUpload", body, token).status == 404);
  rig.reserve("k", token);
  CHECK(rig.call("FinalizeCacheEntryUpload", body, token).status == 400);
}

TEST_CASE("a key that exists in the scope is answered with 409 already_exists") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.reserve("k", token);
  const Answer again = rig.call("CreateCacheEntry", {{"key", "k"}, {"version", "v1"}}, token);
  CHECK(again.status == 409);
  CHECK(text_of(parse_object(again.body), "code") == "already_exists");
  CHECK(rig.call("CreateCacheEntry", {{"key", "k"}, {"version", "v2"}}, token).status == 200);
  CHECK_FALSE(rig.reserve("k", rig.token({"refs/heads/x=rw"})).empty());
}

TEST_CASE("the exact key wins, then the newest entry that begins with a restore key") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("index-a#1", "one", token);
  rig.save("index-a#2", "two", token);
  CHECK(rig.matched("index-a#1", token) == "index-a#1");
  CHECK(rig.matched("index-a#", token) == "index-a#2");
  CHECK(rig.matched("index-b", token).empty());
  // Without a restore key only the exact key counts.
  CHECK(rig.download_url("index-a", token).empty());
}

TEST_CASE("restore keys are tried in their order") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("first-1", "x", token);
  rig.save("second-1", "x", token);
  const Answer answer =
      rig.call("GetCacheEntryDownloadURL",
               {{"key", "no"}, {"version", "v1"}, {"restore_keys", {"none", "first-", "second-"}}},
               token);
  CHECK(text_of(parse_object(answer.body), "matched_key") == "first-1");
}

TEST_CASE("a version sees only its own entries") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "x", token);
  const Answer other =
      rig.call("GetCacheEntryDownloadURL", {{"key", "k"}, {"version", "other"}}, token);
  CHECK(other.status == 200);
  CHECK_FALSE(flag_of(parse_object(other.body), "ok"));
}

TEST_CASE("a branch reads its own scope first and its base second, and writes only its own") {
  const Rig rig;
  const std::string base = rig.token({main_scope});
  const std::string child = rig.token({"refs/pull/1/merge=rw", "refs/heads/main=r"});
  const std::string sibling = rig.token({"refs/pull/2/merge=rw"});
  rig.save("k", "of main", base);
  CHECK(rig.get(rig.download_url("k", child)).body == "of main");
  rig.save("k", "of child", child);
  CHECK(rig.get(rig.download_url("k", child)).body == "of child");
  CHECK(rig.get(rig.download_url("k", base)).body == "of main");
  CHECK(rig.matched("k", sibling).empty());
}

TEST_CASE("a token without a writable scope is denied in a 200 answer") {
  const Rig rig;
  const Answer answer = rig.call(
      "CreateCacheEntry", {{"key", "k"}, {"version", "v1"}}, rig.token({"refs/heads/main=r"}));
  CHECK(answer.status == 200);
  CHECK(parse_object(answer.body)
        == json{{"ok", false}, {"message", "cache write denied: token has no writable scopes"}});
}

TEST_CASE("a token without a readable scope is denied in a 200 answer") {
  const Rig rig;
  const Answer answer = rig.call("GetCacheEntryDownloadURL",
                                 {{"key", "k"}, {"version", "v1"}},
                                 rig.token({"refs/heads/main=w"}));
  CHECK(answer.status == 200);
  CHECK(text_of(parse_object(answer.body), "message").starts_with("cache read denied:"));
}

TEST_CASE("an expired, malformed or missing token is answered with 401") {
  const Rig rig;
  const json body{{"key", "k"}, {"version", "v1"}};
  for (const std::string& token :
       {rig.token({main_scope}, "-1h"), std::string("x"), std::string()}) {
    const Answer answer = rig.call("CreateCacheEntry", body, token);
    CHECK(answer.status == 401);
    CHECK(text_of(parse_object(answer.body), "code") == "unauthenticated");
  }
}

TEST_CASE("bad keys and bad JSON are refused and harm nothing") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  for (const json& key : {json(""), json(std::string(513, 'k')), json("a,b"), json(7), json()}) {
    CHECK(rig.call("CreateCacheEntry", {{"key", key}, {"version", "v1"}}, token).status == 400);
  }
  CHECK(rig.post("/twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry", "{{").status
        == 401);
  CHECK(rig.post("/twirp/github.actions.results.api.v1.CacheService/Nonsense", "{}").status == 404);
  CHECK(rig.control("entries").empty());
}

TEST_CASE("of many clients that reserve one key at once exactly one succeeds") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  std::atomic<int> reserved = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&] { reserved += rig.reserve("k", token).empty() ? 0 : 1; });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  CHECK(reserved == 1);
}

TEST_CASE("entries, blobs and signed addresses outlive a restart") {
  Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("done", "bytes", token);
  const std::string open_url = rig.reserve("open", token);
  const std::string url = rig.download_url("done", token);
  rig.restart();
  CHECK(rig.get(url).body == "bytes");
  CHECK(rig.matched("done", token) == "done");
  CHECK(rig.matched("open", token).empty());
  CHECK(rig.put(open_url, "late").status == 201);
  rig.save("newer", "x", token);
  CHECK(rig.control("entries").size() == 3);
}
