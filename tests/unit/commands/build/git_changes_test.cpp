// SPDX-License-Identifier: Apache-2.0
#include "commands/build/git_changes.hpp"
#include "support/fake_process.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using commands::changed_since;
using Texts = std::vector<std::string>;

namespace {

const std::string sha = "0123456789012345678901234567890123456789";

} // namespace

TEST_CASE("changed files come as git names them, line ends and all") {
  test::FakeProcess process;
  process.script.push_back({.out = std::string("src/a.c\0odd\nname\0", 17)});
  CHECK(changed_since(sha, "ctx", process) == Texts{"src/a.c", "odd\nname"});
  const auto& command = process.asked.front();
  CHECK(command.argv.front() == "git");
  CHECK(std::ranges::find(command.argv, sha) != command.argv.end());
  CHECK(command.time_limit.count() > 0);
  CHECK_FALSE(command.handle_signals);
}

TEST_CASE("a failure of git, its absence and a slow answer are no error and no change") {
  test::FakeProcess process;
  process.script.push_back({.out = "a", .exit = ports::Exit{.status = 128}});
  process.script.push_back({.exit = failed(Error::Kind::external, "git: not found")});
  process.script.push_back({.out = "a", .exit = ports::Exit{.status = 143, .timed_out = true}});
  for (int i = 0; i < 3; ++i) {
    CHECK(changed_since(sha, "ctx", process).empty());
  }
}

TEST_CASE("an answer without end is given up") {
  test::FakeProcess process;
  process.script.push_back({.out = std::string(2'000'000, 'a')});
  CHECK(changed_since(sha, "ctx", process).empty());
}

TEST_CASE("git is not asked for what is no commit, nor without a folder") {
  test::FakeProcess process;
  CHECK(changed_since("", "ctx", process).empty());
  CHECK(changed_since("--output=/etc/passwd", "ctx", process).empty());
  CHECK(changed_since("main", "ctx", process).empty());
  CHECK(changed_since(sha, "", process).empty());
  CHECK(process.asked.empty());
}
