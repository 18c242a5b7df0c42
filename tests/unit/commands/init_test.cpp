// SPDX-License-Identifier: Apache-2.0
#include "commands/adapted_starter.hpp"
#include "commands/init.hpp"
#include "commands/starter_files.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>

using namespace tidegate;
using commands::adapted_starter;

namespace {

constexpr auto action = "octo/tidegate@0123456789abcdef0123456789abcdef01234567";

std::string repository_file(std::string_view path) {
  std::ifstream stream(std::string(TEST_DATA "/../../") + std::string(path));
  REQUIRE(stream.is_open());
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("the program holds each starter as it is in the repository") {
  const auto files = commands::starter_files();
  CHECK(files.size() == commands::starter_names().size());
  for (const auto& file : files) {
    CHECK_MESSAGE(file.text == repository_file(file.path), file.path);
  }
}

TEST_CASE("a starter that is written says nothing of copying, and is otherwise the same") {
  for (const auto& file : commands::starter_files()) {
    INFO(file.path);
    for (const std::string& written :
         {adapted_starter(file.text, action, "main"), adapted_starter(file.text, "", "main")}) {
      CHECK(written.find("opy it to") == std::string::npos);
      const auto lines = std::ranges::count(written, '\n') - std::ranges::count(file.text, '\n');
      CHECK(lines <= 1);
      CHECK(lines >= 0);
    }
  }
}

TEST_CASE("the action stands for every placeholder, and without one every placeholder stays") {
  for (const auto& file : commands::starter_files()) {
    INFO(file.path);
    CHECK(adapted_starter(file.text, action, "main").find("OWNER") == std::string::npos);
    const bool is_workflow = file.path.starts_with("workflows/");
    CHECK((adapted_starter(file.text, action, "main").find(action) != std::string::npos)
          == is_workflow);
    CHECK((adapted_starter(file.text, "", "main").find("uses: OWNER/tidegate@000")
           != std::string::npos)
          == is_workflow);
  }
}

TEST_CASE(
    "the default branch stands where the starters say main, written as YAML and filters ask") {
  const std::string starter = "on:\n  push:\n    branches: [main]\n  pull_request:\n";
  const auto line = [&](std::string_view branch) {
    const std::string text = adapted_starter(starter, action, branch);
    const std::size_t begin = text.find("branches: ");
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  CHECK(line("trunk") == "branches: [trunk]");
  CHECK(line("release/1.x") == "branches: [release/1.x]");
  CHECK(line("no") == "branches: ['no']");
  CHECK(line("1.0") == "branches: ['1.0']");
  CHECK(line("it's,c++!") == "branches: ['it''s,c\\+\\+\\!']");
  CHECK(adapted_starter(repository_file("workflows/tidegate.yml"), action, "trunk").find("[main]")
        == std::string::npos);
}

TEST_CASE("what a starter uses at a commit of zeros beside the action is named") {
  using commands::other_placeholders;
  CHECK(other_placeholders(repository_file("workflows/observe.yml"))
        == std::vector<std::string>{
            "docker/build-push-action@0000000000000000000000000000000000000000"});
  CHECK(other_placeholders(repository_file("workflows/tidegate.yml")).empty());
}
