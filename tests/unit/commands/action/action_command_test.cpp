// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_command.hpp"
#include "unit/commands/action/action_rig.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

namespace {

Strings words(const std::string& text) {
  const auto split = commands::split_words(text);
  REQUIRE_MESSAGE(split.has_value(), text);
  return *split;
}

std::string complaint_about(const std::string& run) {
  const auto command = commands::read_action_command(run_with({{"INPUT_RUN", run}}));
  REQUIRE_FALSE(command.has_value());
  CHECK(command.error().kind == Error::Kind::usage);
  CHECK_FALSE(command.error().hint.empty());
  return command.error().message;
}

} // namespace

TEST_CASE("a command is words, over several lines where one likes") {
  CHECK(words("history sync --since 30d") == Strings{"history", "sync", "--since", "30d"});
  CHECK(words("  events\n  fetch\r\n") == Strings{"events", "fetch"});
  CHECK(words("\t\n").empty());
}

TEST_CASE("quotes keep a word together, and an empty one is a word") {
  CHECK(words(R"(a "b c" 'd "e"' f"g h"i)") == Strings{"a", "b c", "d \"e\"", "fg hi"});
  CHECK(words(R"(a "" b)") == Strings{"a", "", "b"});
}

TEST_CASE("nothing that a shell would take for more than a letter is more than one") {
  CHECK(words(R"(a; rm -rf $HOME `id` $(id) * \ > x && b | c)")
        == Strings{
            "a;", "rm", "-rf", "$HOME", "`id`", "$(id)", "*", "\\", ">", "x", "&&", "b", "|", "c"});
}

TEST_CASE("a command that cannot be read is refused") {
  CHECK(complaint_about("events 'fetch") == "input \"run\": a quote stays open");
  CHECK(complaint_about("events \x1b[31m fetch")
        == "input \"run\": there is a control character in it");
  CHECK(complaint_about("") == "input \"run\": no command of tidegate");
  CHECK(complaint_about("action run") == "input \"run\": no command of tidegate");
}

TEST_CASE("a command knows the folder that it is to run in") {
  const auto command = commands::read_action_command(
      run_with({{"INPUT_RUN", "gate"}, {"INPUT_WORKING_DIRECTORY", "app"}}));
  REQUIRE(command.has_value());
  CHECK(command->words == Strings{"gate"});
  CHECK(command->working_directory == "app");
  CHECK(commands::enter_working_directory("").has_value());
  const auto entered = commands::enter_working_directory("/no/such/folder");
  REQUIRE_FALSE(entered.has_value());
  CHECK(entered.error().kind == Error::Kind::usage);
}
