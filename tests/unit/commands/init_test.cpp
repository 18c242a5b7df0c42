// SPDX-License-Identifier: Apache-2.0
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
         {adapted_starter(file.text, action), adapted_starter(file.text, "")}) {
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
    CHECK(adapted_starter(file.text, action).find("OWNER") == std::string::npos);
    const bool is_workflow = file.path.starts_with("workflows/");
    CHECK((adapted_starter(file.text, action).find(action) != std::string::npos) == is_workflow);
    CHECK((adapted_starter(file.text, "").find("uses: OWNER/tidegate@000") != std::string::npos)
          == is_workflow);
  }
}
