// SPDX-License-Identifier: Apache-2.0
// The API and git work on the same repository.
#include "github/base64.hpp"
#include "github/git/repositories.hpp"
#include "github/rest/rest_rig.hpp"

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

json put(const Site& site, const std::string& path, const std::string& text, json more) {
  more["message"] = "change " + path;
  more["content"] = to_base64(text);
  const Answer answer = site.ask("PUT", "contents/" + path, more);
  REQUIRE_MESSAGE(answer.status < 300, answer.body);
  return parse_any(answer.body);
}

std::string head(const Site& site, const std::string& branch) {
  return text_of(site.get("git/ref/heads%2F" + branch)["object"], "sha");
}

// What git itself says of the bare repository.
std::string git(const Site& site, std::vector<std::string> command) {
  const std::string path = (site.rig.folder() / "repositories/o/r.git").string();
  command.insert(command.begin(), {"git", "--git-dir=" + path});
  return run({.command = std::move(command), .environment = git_environment()}).output;
}

Answer commit_on(const Site& site, const std::string& branch, const std::string& expected) {
  const json input{{"branch", {{"repositoryNameWithOwner", "o/r"}, {"branchName", branch}}},
                   {"message", {{"headline", "h"}, {"body", "b"}}},
                   {"expectedHeadOid", expected},
                   {"fileChanges",
                    {{"additions", {{{"path", "x/y.txt"}, {"contents", to_base64("new")}}}},
                     {"deletions", {{{"path", "a.txt"}}}}}}};
  return site.ask("POST",
                  "/graphql",
                  {{"query",
                    "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: "
                    "$input) { commit { oid } } }"},
                   {"variables", {{"input", input}}}});
}

} // namespace

TEST_CASE("a file that the API wrote is there for git, signed by GitHub") {
  const Site site;
  const json made = put(site, "a.txt", "hello", json::object());
  CHECK(flag_of(made["commit"]["verification"], "verified"));
  CHECK(git(site, {"show", "main:a.txt"}) == "hello");
  CHECK(git(site, {"log", "-1", "--format=%cn", "main"}) == "GitHub\n");
  CHECK(git(site, {"fsck", "--strict"}).empty());
  const json read = site.get("contents/a.txt");
  CHECK(from_base64(text_of(read, "content")) == "hello");
}

TEST_CASE("a file is only changed by who knows it as it is") {
  const Site site;
  const json made = put(site, "d/a.txt", "one", json::object());
  const json body{{"message", "m"}, {"content", to_base64("two")}};
  CHECK(site.ask("PUT", "contents/d/a.txt", body).status == 422);
  json old = body;
  old["sha"] = std::string(40, '1');
  CHECK(site.ask("PUT", "contents/d%2Fa.txt", old).status == 409);
  put(site, "d/a.txt", "two", {{"sha", made["content"]["sha"]}});
  CHECK(git(site, {"show", "main:d/a.txt"}) == "two");
  CHECK(site.get("contents/d").size() == 1);
  CHECK(site.ask("GET", "contents/none").status == 404);
  const json now = site.get("contents/d/a.txt");
  CHECK(site.ask("DELETE", "contents/d/a.txt", {{"message", "m"}, {"sha", now["sha"]}}).status
        == 200);
  CHECK(git(site, {"ls-tree", "-r", "main"}).empty());
}

TEST_CASE("paths that git refuses are refused") {
  const Site site;
  for (const char* path : {"..%2Fx", ".git%2Fconfig", "a%2F..%2Fb"}) {
    CHECK_MESSAGE(
        site.ask("PUT", std::string("contents/") + path, {{"message", "m"}, {"content", "eA=="}})
                .status
            == 422,
        path);
  }
}

TEST_CASE("blob, tree, commit and ref make a branch") {
  const Site site;
  const json blob = site.post("git/blobs", {{"content", to_base64("x")}, {"encoding", "base64"}});
  const json item{{"path", "e/1"}, {"mode", "100644"}, {"type", "blob"}, {"sha", blob["sha"]}};
  const json tree = site.post("git/trees", {{"tree", {item}}});
  const json commit = site.post(
      "git/commits", {{"message", "m"}, {"tree", tree["sha"]}, {"parents", json::array()}});
  CHECK(flag_of(commit["verification"], "verified"));
  site.post("git/refs", {{"ref", "refs/heads/data"}, {"sha", commit["sha"]}});
  CHECK(git(site, {"show", "data:e/1"}) == "x");
  CHECK(site.ask("POST", "git/refs", {{"ref", "refs/heads/data"}, {"sha", commit["sha"]}}).status
        == 422);
  CHECK(site.get("git/trees/data?recursive=1")["tree"].size() == 2);
  CHECK(text_of(site.get("git/commits/" + text_of(commit, "sha")), "message") == "m");
  CHECK(from_base64(text_of(site.get("git/blobs/" + text_of(blob, "sha")), "content")) == "x");
  CHECK(site.get("git/matching-refs/heads%2Fda").size() == 1);
}

TEST_CASE("a ref moves forward, and back only by force") {
  const Site site;
  put(site, "a.txt", "1", json::object());
  const std::string first = head(site, "main");
  put(site, "b.txt", "2", json::object());
  const auto move = [&](bool force) {
    return site.ask("PATCH", "git/refs/heads%2Fmain", {{"sha", first}, {"force", force}});
  };
  const Answer refused = move(false);
  CHECK(refused.status == 422);
  CHECK(text_of(parse_any(refused.body), "message") == "Update is not a fast forward");
  CHECK(move(true).status == 200);
  CHECK(head(site, "main") == first);
  CHECK(site.ask("DELETE", "git/refs/heads/main").status == 204);
  CHECK(site.ask("GET", "git/ref/heads/main").status == 404);
}

TEST_CASE("createCommitOnBranch adds and removes, where the branch is what was expected") {
  const Site site;
  put(site, "a.txt", "1", json::object());
  const std::string before = head(site, "main");
  const json answer = parse_any(commit_on(site, "main", before).body);
  const std::string oid = text_of(answer["data"]["createCommitOnBranch"]["commit"], "oid");
  CHECK(oid == head(site, "main"));
  CHECK(git(site, {"ls-tree", "-r", "--name-only", "main"}) == "x/y.txt\n");
  CHECK(git(site, {"log", "-1", "--format=%B", "main"}) == "h\n\nb\n");
  const json stale = parse_any(commit_on(site, "main", before).body)["errors"][0];
  CHECK(text_of(stale, "type") == "STALE_DATA");
  CHECK(text_of(stale, "message")
        == "Expected branch to point to \"" + before + "\" but it did not. Pull and try again.");
  CHECK(text_of(parse_any(commit_on(site, "none", before).body)["errors"][0], "type")
        == "NOT_FOUND");
}

TEST_CASE("a comparison has the merge base and both counts") {
  const Site site;
  put(site, "a.txt", "1", json::object());
  const std::string base = head(site, "main");
  site.post("git/refs", {{"ref", "refs/heads/topic"}, {"sha", base}});
  put(site, "b.txt", "1", {{"branch", "topic"}});
  put(site, "c.txt", "1", json::object());
  put(site, "d.txt", "1", json::object());
  const json both = site.get("compare/main...topic");
  CHECK(text_of(both["merge_base_commit"], "sha") == base);
  CHECK(text_of(both, "status") == "diverged");
  CHECK(number_of(both, "ahead_by") == 1);
  CHECK(number_of(both, "behind_by") == 2);
  CHECK(text_of(site.get("compare/topic...topic"), "status") == "identical");
  CHECK(site.get("commits?sha=topic").size() == 2);
  CHECK(site.get("commits?sha=main&path=c.txt").size() == 1);
  CHECK(text_of(site.get("commits/main"), "sha") == head(site, "main"));
  CHECK(site.ask("GET", "compare/main...none").status == 404);
}

TEST_CASE("a pull request follows its branch, and its commits find it") {
  const Site site;
  put(site, "a.txt", "1", json::object());
  const std::string base = head(site, "main");
  site.post("git/refs", {{"ref", "refs/heads/topic"}, {"sha", base}});
  site.control("pulls", {{"repository", "o/r"}, {"head_ref", "topic"}});
  put(site, "b.txt", "1", {{"branch", "topic"}});
  const std::string first = head(site, "topic");
  put(site, "c.txt", "1", {{"branch", "topic"}});
  CHECK(text_of(site.get("pulls/1")["head"], "sha") == head(site, "topic"));
  CHECK(site.get("commits/" + first + "/pulls").size() == 1);
  CHECK(site.get("commits/" + base + "/pulls").empty());
}

TEST_CASE("neither way of the API reaches a protected branch") {
  const Site site;
  put(site, "a.txt", "1", json::object());
  const std::string before = head(site, "main");
  site.control("repositories", {{"name", "o/r"}, {"protected", {"refs/heads/main"}}});
  CHECK(site.ask("PUT", "contents/b.txt", {{"message", "m"}, {"content", "eA=="}}).status == 409);
  CHECK(list_of(parse_any(commit_on(site, "main", before).body), "errors").size() == 1);
  CHECK(site.ask("PATCH", "git/refs/heads%2Fmain", {{"sha", before}}).status == 422);
  CHECK(head(site, "main") == before);
}
