// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/options.hpp"
#include "github/test_rig.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("the log has one line per request and neither tokens nor signatures") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  const std::string url = rig.save("k", "bytes", token);
  rig.get(rig.download_url("k", token));
  const std::string log = text_of_file(rig.log());
  CHECK(std::count(log.begin(), log.end(), '\n') == 6); // with the control side's token request
  CHECK(log.find(token) == std::string::npos);
  CHECK(log.find(url.substr(url.find("sig=") + 4)) == std::string::npos);
  const json requests = rig.control("requests");
  REQUIRE(requests.size() == 5);
  CHECK(text_of(requests[1], "route") == "PutBlob");
  CHECK(text_of(requests[1], "key") == "k");
  CHECK(text_of(requests[1], "scope") == "refs/heads/main");
  CHECK(number_of(requests[1], "status") == 201);
}

TEST_CASE("hostile keys do not break the log") {
  const Rig rig;
  const std::string hostile = "a\"\n\xff\x1b[31m";
  rig.post("/twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry",
           "{\"key\":\"a\\u0000\\n\\ud800\"}");
  rig.call("CreateCacheEntry", {{"key", hostile}, {"version", "v1"}}, "x");
  std::ifstream stream(rig.log());
  int lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    CHECK(parse_any(line).is_object());
  }
  CHECK(lines == 2);
}

TEST_CASE("entries are listed with scope, size and whether they are finished") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("a", "bytes", token);
  rig.reserve("b", token);
  CHECK(rig.control("entries")
        == json::array({{{"key", "a"},
                         {"version", "v1"},
                         {"scope", "refs/heads/main"},
                         {"size_bytes", 5},
                         {"finalised", true}},
                        {{"key", "b"},
                         {"version", "v1"},
                         {"scope", "refs/heads/main"},
                         {"size_bytes", 0},
                         {"finalised", false}}}));
}

TEST_CASE("evicting a prefix removes those entries and their bytes, for good") {
  Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("index-1", "x", token);
  rig.save("blob-1", "x", token);
  const std::string url = rig.download_url("index-1", token);
  CHECK(
      number_of(parse_object(rig.post("/_control/evict", R"({"prefix":"index-"})").body), "evicted")
      == 1);
  CHECK(rig.matched("index-1", token).empty());
  CHECK(rig.get(url).status == 403);
  rig.restart();
  CHECK(rig.matched("index-1", token).empty());
  CHECK(rig.matched("blob-1", token) == "blob-1");
  CHECK(rig.post("/_control/evict", "{}").status == 400);
}

TEST_CASE("a reset leaves no entry, no fault and no request") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "x", token);
  rig.plan(R"([{"kind":"status"}])");
  rig.post("/_control/reset", "");
  CHECK(rig.control("entries").empty());
  CHECK(rig.control("requests").empty());
  CHECK(std::filesystem::is_empty(rig.folder() / "blobs"));
  CHECK_FALSE(rig.reserve("k", token).empty());
}

TEST_CASE("a token request with bad rights or lifetime is refused") {
  const Rig rig;
  CHECK(rig.post("/_control/token", R"({"scopes":["x"]})").status == 400);
  CHECK(rig.post("/_control/token", R"({"scopes":[],"lifetime":"soon"})").status == 400);
}

TEST_CASE("a half-written entry of a killed server is skipped") {
  Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("k", "x", token);
  std::ofstream(rig.folder() / "entries" / "99.json") << R"({"id":99,"ke)";
  std::ofstream(rig.folder() / "entries" / "1.json.new") << R"({"id":1})";
  rig.restart();
  CHECK(rig.control("entries").size() == 1);
}

TEST_CASE("two servers cannot share one port") {
  const Rig rig;
  const auto second =
      StandIn::start({.folder = rig.folder() / "second", .log = "", .port = rig.port()});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().find("cannot listen on 127.0.0.1:") == 0);
}

TEST_CASE("the command line is read strictly") {
  CHECK(parse_command({"--dir", "x", "--port", "0", "--log", "l", "--ready-file", "r"}));
  CHECK(parse_command({"serve", "--dir", "x"}));
  CHECK(parse_command({"token", "--scope", "a=r", "--scope", "b=rw", "--lifetime", "1h"}));
  CHECK(parse_command({"control", "--url", "u", "--get", "/p"}));
  CHECK_FALSE(parse_command({}));
  CHECK_FALSE(parse_command({"--dir"}));
  CHECK_FALSE(parse_command({"--dir", "x", "--port", "70000"}));
  CHECK_FALSE(parse_command({"--dir", "x", "--nonsense", "1"}));
  CHECK_FALSE(parse_command({"token", "--scope", "a"}));
  CHECK_FALSE(parse_command({"token", "--lifetime", "soon"}));
  CHECK_FALSE(parse_command({"control", "--url", "u"}));
  CHECK_FALSE(parse_command({"nonsense"}));
}
