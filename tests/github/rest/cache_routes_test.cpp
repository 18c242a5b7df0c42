// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/test_rig.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

const httplib::Headers caller{{"Authorization", "Bearer any"}};
const std::string actions = "/repos/owner/name/actions/";

Answer ask(const Rig& rig, const std::string& path, const httplib::Headers& headers = caller) {
  return rig.get("http://127.0.0.1:" + std::to_string(rig.port()) + actions + path, headers);
}

} // namespace

TEST_CASE("the use of the repository is the sum of its finished entries") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  rig.save("a", "12345", token);
  rig.save("b", "123", token);
  rig.reserve("unfinished", token);
  const json usage = parse_any(ask(rig, "cache/usage").body);
  CHECK(number_of(usage, "active_caches_size_in_bytes") == 8);
  CHECK(number_of(usage, "active_caches_count") == 2);
  CHECK(text_of(usage, "full_name") == "owner/name");
}

TEST_CASE("caches are listed by the beginning of their key, page by page") {
  const Rig rig;
  const std::string token = rig.token({main_scope});
  for (const char* key : {"index-a-1-x#1", "index-a-1-x#2", "index-b-1-x#1", "other"}) {
    rig.save(key, "1234", token);
  }
  const Answer first = ask(rig, "caches?per_page=2&key=index-");
  const json page = parse_any(first.body);
  REQUIRE(page["actions_caches"].size() == 2);
  CHECK(number_of(page, "total_count") == 3);
  CHECK(text_of(page["actions_caches"][0], "key") == "index-a-1-x#1");
  CHECK(number_of(page["actions_caches"][0], "size_in_bytes") == 4);
  CHECK(first.header("Link").ends_with("/caches?key=index-&per_page=2&page=2>; rel=\"last\""));
  const Answer last = ask(rig, "caches?per_page=2&page=2&key=index-");
  CHECK(parse_any(last.body)["actions_caches"].size() == 1);
  CHECK(last.header("Link").find("next") == std::string::npos);
}

TEST_CASE("without a token there is nothing") {
  const Rig rig;
  CHECK(ask(rig, "cache/usage", {}).status == 404);
  CHECK(ask(rig, "caches", {}).status == 404);
}
