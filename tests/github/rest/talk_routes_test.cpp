// SPDX-License-Identifier: Apache-2.0
// Pull requests, comments, reactions, checks.
#include "github/rest/rest_rig.hpp"

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

void open_pull(const Site& site, const json& more = json::object()) {
  json order{{"repository", "o/r"}, {"head_sha", std::string(40, 'a')}};
  order.update(more);
  site.control("pulls", order);
}

std::string message(const Answer& answer) {
  const json errors = list_of(parse_any(answer.body), "errors");
  return errors.empty() ? text_of(parse_any(answer.body), "message")
                        : text_of(errors[0], "message");
}

} // namespace

TEST_CASE("a comment is made, found, changed and removed") {
  const Site site;
  open_pull(site);
  const json made = site.post("issues/1/comments", {{"body", "one"}});
  const std::string path = "issues/comments/" + to_line(made["id"]);
  CHECK(text_of(made["user"], "login") == "github-actions[bot]");
  CHECK(text_of(site.get("issues/1/comments")[0], "body") == "one");
  CHECK(site.ask("PATCH", path, {{"body", "two"}}).status == 200);
  CHECK(text_of(site.get(path), "body") == "two");
  CHECK(site.ask("DELETE", path).status == 204);
  CHECK(site.ask("GET", path).status == 404);
  CHECK(site.ask("POST", "issues/2/comments", {{"body", "x"}}).status == 404);
}

TEST_CASE("a body of 65,536 characters fits, one more does not") {
  const Site site;
  open_pull(site);
  std::string body;
  for (int i = 0; i < 65536; ++i) {
    body += "\xc3\xa4";
  }
  CHECK(site.ask("POST", "issues/1/comments", {{"body", body}}).status == 201);
  const Answer refused = site.ask("POST", "issues/1/comments", {{"body", body + "a"}});
  CHECK(refused.status == 422);
  CHECK(message(refused) == "body is too long (maximum is 65536 characters)");
  CHECK(site.ask("POST", "issues/1/comments", {{"body", " \n"}}).status == 422);
  CHECK(site.ask("POST", "issues/1/comments", json::object()).status == 422);
}

TEST_CASE("a reaction is new once") {
  const Site site;
  open_pull(site);
  const json made = site.post("issues/1/comments", {{"body", "one"}});
  const std::string path = "issues/comments/" + to_line(made["id"]) + "/reactions";
  const json reaction = site.post(path, {{"content", "eyes"}});
  CHECK(site.ask("POST", path, {{"content", "eyes"}}).status == 200);
  CHECK(site.ask("POST", path, {{"content", "boo"}}).status == 422);
  CHECK(site.get(path).size() == 1);
  CHECK(site.ask("DELETE", path + "/" + to_line(reaction["id"])).status == 204);
  CHECK(site.get(path).empty());
}

TEST_CASE("pull requests are listed by state, branch and commit, also those of forks") {
  const Site site;
  open_pull(site, {{"title", "one"}, {"head_ref", "a"}});
  open_pull(site, {{"title", "two"}, {"head_repository", "fork/r"}, {"head_ref", "b"}});
  open_pull(site, {{"title", "old"}, {"state", "closed"}});
  CHECK(site.get("pulls").size() == 2);
  CHECK(site.get("pulls?state=all").size() == 3);
  CHECK(text_of(site.get("pulls?head=fork:b")[0], "title") == "two");
  CHECK(site.get("commits/" + std::string(40, 'a') + "/pulls").size() == 3);
  CHECK(site.get("commits/" + std::string(40, 'b') + "/pulls").empty());
  CHECK(text_of(site.get("pulls/2")["head"]["repo"], "full_name") == "fork/r");
  CHECK(site.ask("GET", "pulls/9").status == 404);
}

TEST_CASE("a check run takes 50 annotations at once and adds them up") {
  const Site site;
  const auto output = [](std::size_t count) {
    json annotations = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      annotations.push_back({{"path", "Dockerfile"},
                             {"start_line", 1},
                             {"end_line", 1},
                             {"annotation_level", "warning"},
                             {"message", "m"}});
    }
    return json{{"title", "t"}, {"summary", "s"}, {"annotations", annotations}};
  };
  json body{{"name", "tidegate"}, {"head_sha", std::string(40, 'a')}, {"output", output(50)}};
  const json made = site.post("check-runs", body);
  const std::string path = "check-runs/" + to_line(made["id"]);
  const Answer refused = site.ask("PATCH", path, {{"output", output(51)}});
  CHECK(refused.status == 422);
  CHECK(message(refused).find("No more than 50 items are allowed; 51 were supplied.")
        != std::string::npos);
  CHECK(site.ask("PATCH", path, {{"conclusion", "success"}, {"output", output(10)}}).status == 200);
  const json check = site.get(path);
  CHECK(number_of(check["output"], "annotations_count") == 60);
  CHECK(text_of(check, "status") == "completed");
  CHECK(site.get(path + "/annotations?per_page=100").size() == 60);
  CHECK(number_of(site.get("commits/" + std::string(40, 'a') + "/check-runs"), "total_count") == 1);
}

TEST_CASE("a check run's texts have a length, and completed wants a conclusion") {
  const Site site;
  const auto create = [&](const json& more) {
    json body{{"name", "n"}, {"head_sha", std::string(40, 'a')}};
    body.update(more);
    return site.ask("POST", "check-runs", body).status;
  };
  CHECK(create({{"output", {{"title", "t"}, {"summary", std::string(65535, 'x')}}}}) == 201);
  CHECK(create({{"output", {{"title", "t"}, {"summary", std::string(65536, 'x')}}}}) == 422);
  CHECK(create({{"status", "completed"}}) == 422);
  CHECK(create({{"conclusion", "great"}}) == 422);
}
