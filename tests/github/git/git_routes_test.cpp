// SPDX-License-Identifier: Apache-2.0
#include "github/git/child.hpp"
#include "github/git/repositories.hpp"
#include "github/json_fields.hpp"
#include "github/test_rig.hpp"

#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Site {
  Site() { set({{"name", "o/r"}}); }

  void set(const json& repository) const {
    REQUIRE(rig.post("/_control/repositories", to_line(repository)).status == 200);
  }

  void token(const json& token) const {
    REQUIRE(rig.post("/_control/tokens", to_line(token)).status == 200);
  }

  std::string url(const std::string& user = "x-access-token:secret@") const {
    return "http://" + user + "127.0.0.1:" + std::to_string(rig.port()) + "/o/r.git";
  }

  fs::path bare() const { return rig.folder() / "repositories/o/r.git"; }

  Rig rig;
};

// What git said on both streams, and its exit status.
Outcome git(const std::string& arguments) {
  std::vector<std::string> environment = git_environment();
  for (const char* who : {"GIT_AUTHOR", "GIT_COMMITTER"}) {
    environment.push_back(std::string(who) + "_NAME=a");
    environment.push_back(std::string(who) + "_EMAIL=a@b");
  }
  return run({.command = {"sh", "-c", "git " + arguments + " 2>&1"}, .environment = environment});
}

// A clone with one commit that adds a file of that size.
fs::path clone(const Site& site, const std::string& name, std::size_t bytes) {
  fs::path folder = site.rig.folder() / name;
  REQUIRE(git("init -q -b main " + folder.string()).status == 0);
  std::ofstream stream(folder / name, std::ios::binary);
  unsigned value = 1;
  for (std::size_t i = 0; i < bytes; ++i) {
    value = value * 1664525U + 1013904223U; // does not compress
    stream.put(static_cast<char>(value >> 24U));
  }
  stream.close();
  REQUIRE(git("-C " + folder.string() + " add .").status == 0);
  REQUIRE(git("-C " + folder.string() + " commit -qm " + name).status == 0);
  return folder;
}

Outcome push(const Site& site, const fs::path& folder, const std::string& branch) {
  return git("-C " + folder.string() + " push -q " + site.url() + " HEAD:refs/heads/" + branch);
}

std::string lines_of(const Outcome& outcome, const std::string& wanted) {
  CHECK_MESSAGE(outcome.output.find(wanted) != std::string::npos, outcome.output);
  return outcome.output;
}

} // namespace

TEST_CASE("what is pushed can be fetched, also a pack of many portions") {
  const Site site;
  const fs::path folder = clone(site, "big", 3'000'000);
  const Outcome pushed = push(site, folder, "main");
  REQUIRE_MESSAGE(pushed.status == 0, pushed.output);
  const fs::path copy = site.rig.folder() / "copy";
  REQUIRE(git("clone -q " + site.url() + " " + copy.string()).status == 0);
  CHECK(fs::file_size(copy / "big") == 3'000'000);
}

TEST_CASE("a shallow fetch without blobs brings less, where the repository offers it") {
  const Site site;
  REQUIRE(push(site, clone(site, "big", 500'000), "main").status == 0);
  const fs::path copy = site.rig.folder() / "copy";
  const std::string filtered = "clone -q --bare --depth=1 --filter=blob:none " + site.url() + " ";
  REQUIRE(git(filtered + copy.string()).status == 0);
  lines_of(git("-C " + copy.string() + " rev-list --objects --missing=print HEAD"), "?");
  site.set({{"name", "o/r"}, {"filter", false}});
  lines_of(git(filtered + copy.string() + "2"), "filtering not recognized");
}

TEST_CASE("version 2 of the protocol reaches git") {
  const Site site;
  REQUIRE(push(site, clone(site, "a", 10), "main").status == 0);
  const std::string path = "/o/r.git/info/refs?service=git-upload-pack";
  const auto ask = [&](const httplib::Headers& headers) {
    return site.rig.get("http://x" + path, headers).body;
  };
  const std::string user = "Basic eDpzZWNyZXQ="; // x:secret
  CHECK(ask({{"Authorization", user}, {"Git-Protocol", "version=2"}}).find("version 2")
        != std::string::npos);
  CHECK(ask({{"Authorization", user}}).find("refs/heads/main") != std::string::npos);
}

TEST_CASE("compressed requests are understood") {
  const Site site;
  REQUIRE(push(site, clone(site, "a", 10), "main").status == 0);
  auto client = site.rig.client();
  client.set_compress(true);
  const auto answer = client.Post("/o/r.git/git-upload-pack",
                                  {{"Authorization", "Bearer any"}, {"Git-Protocol", "version=2"}},
                                  "0014command=ls-refs\n0000",
                                  "application/x-git-upload-pack-request");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body.find("refs/heads/main") != std::string::npos);
}

TEST_CASE("without a token git is told to bring one") {
  const Site site;
  const Answer missing = site.rig.get("http://x/o/r.git/info/refs?service=git-upload-pack");
  CHECK(missing.status == 401);
  CHECK(missing.header("WWW-Authenticate") == "Basic realm=\"GitHub\"");
  CHECK_FALSE(missing.body.empty());
  site.set({{"name", "o/r"}, {"private", false}});
  CHECK(git("ls-remote " + site.url("")).status == 0);
  CHECK(site.rig.get("http://x/o/r.git/info/refs?service=git-receive-pack").status == 401);
  CHECK(site.rig.get("http://x/o/none.git/info/refs?service=git-upload-pack").status == 401);
}

TEST_CASE("a token does what its permissions say, in the repositories that it sees") {
  const Site site;
  const fs::path folder = clone(site, "a", 10);
  site.token({{"token", "secret"}, {"name", "job"}, {"permissions", {{"contents", "read"}}}});
  CHECK(git("ls-remote " + site.url()).status == 0);
  const Outcome refused = push(site, folder, "main");
  lines_of(refused, "remote: Permission to o/r.git denied to github-actions[bot].");
  lines_of(refused, "403");
  site.token({{"token", "secret"}, {"name", "job"}, {"permissions", {{"contents", "write"}}}});
  CHECK(push(site, folder, "main").status == 0);
  lines_of(git("ls-remote " + site.url("x-access-token:wrong@")), "fatal:");
  site.token({{"token", "secret"}, {"name", "job"}, {"repositories", {"o/other"}}});
  lines_of(git("ls-remote " + site.url()), "not found");
}

TEST_CASE("a protected branch takes no push, others do") {
  const Site site;
  site.set({{"name", "o/r"}, {"protected", {"refs/heads/main"}}});
  const fs::path folder = clone(site, "a", 10);
  lines_of(push(site, folder, "main"),
           "remote: error: GH006: Protected branch update failed for refs/heads/main.");
  CHECK(push(site, folder, "other").status == 0);
  site.set({{"name", "o/r"}, {"protected", json::array()}});
  CHECK(push(site, folder, "main").status == 0);
}

TEST_CASE("32 pushes at once all arrive") {
  const Site site;
  constexpr std::size_t count = 32;
  std::vector<fs::path> folders;
  for (std::size_t i = 0; i < count; ++i) {
    folders.push_back(clone(site, "c" + std::to_string(i), 1000));
  }
  std::array<int, count> statuses{};
  std::vector<std::thread> pushers;
  for (std::size_t i = 0; i < count; ++i) {
    pushers.emplace_back(
        [&, i] { statuses.at(i) = push(site, folders[i], "b" + std::to_string(i)).status; });
  }
  for (std::thread& pusher : pushers) {
    pusher.join();
  }
  CHECK(statuses == std::array<int, count>{});
  CHECK(fs::exists(site.bare() / "refs/heads/b31"));
}

TEST_CASE("the log names route, repository and token of git's requests") {
  const Site site;
  site.token({{"token", "secret"}, {"name", "job"}});
  REQUIRE(push(site, clone(site, "a", 10), "main").status == 0);
  std::set<std::string> seen;
  for (const json& line : site.rig.control("requests")) {
    seen.insert(text_of(line, "route") + " " + text_of(line, "key") + " " + text_of(line, "token"));
  }
  CHECK(seen.contains("GitReceivePack o/r job"));
}

TEST_CASE("a push that breaks off leaves no lock behind") {
  const Site site;
  const fs::path folder = clone(site, "a", 10);
  auto client = site.rig.client();
  const std::string half =
      "00a8" + std::string(40, '0') + " " + std::string(40, '1') + " refs/heads/x";
  CHECK(client
            .Post("/o/r.git/git-receive-pack",
                  {{"Authorization", "Bearer any"}},
                  half,
                  "application/x-git-receive-pack-request")
            ->status
        > 0);
  CHECK(push(site, folder, "x").status == 0);
}

TEST_CASE("a cut answer leaves a push that happened, a cut upload leaves none") {
  const Site site;
  const fs::path folder = clone(site, "big", 300'000);
  site.rig.plan(
      R"([{"kind":"cut_upload","after_bytes":200000,"match":{"route":"GitReceivePack"}}])");
  CHECK(push(site, folder, "a").status != 0);
  site.rig.plan(R"([{"kind":"cut","match":{"route":"GitReceivePack"}}])");
  CHECK(push(site, folder, "b").status != 0);
  site.rig.plan("[]");
  const std::string refs = git("ls-remote " + site.url()).output;
  CHECK(refs.find("refs/heads/a") == std::string::npos);
  CHECK(refs.find("refs/heads/b") != std::string::npos);
  CHECK(push(site, folder, "a").status == 0);
}

TEST_CASE("repositories are found again after a restart, and nowhere else") {
  Site site;
  REQUIRE(push(site, clone(site, "a", 10), "main").status == 0);
  site.rig.restart();
  CHECK(git("ls-remote " + site.url()).output.find("refs/heads/main") != std::string::npos);
  for (const char* name : {"", "o", "o/", "../r", "o/..", "o/r/x", "-o/r", "o/r\n"}) {
    CHECK_MESSAGE(site.rig.post("/_control/repositories", to_line({{"name", name}})).status == 400,
                  name);
  }
}
