// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/run_context.hpp"
#include "commands/action/action_command.hpp"
#include "commands/action/action_inputs.hpp"
#include "report/outputs.hpp"
#include "util/secrets.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace tidegate;
using Names = std::set<std::string>;

namespace {

// Remembers which inputs are asked for.
class Asked final : public ports::Environment {
public:
  [[nodiscard]] std::optional<std::string> get(const std::string& name) const override {
    if (name.starts_with("INPUT_")) {
      asked.insert(name);
    }
    return name == "GITHUB_REPOSITORY" ? std::optional<std::string>("octo/app") : std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> names() const override { return {}; }

  void out(std::string_view) override {}

  void err(std::string_view) override {}

  [[nodiscard]] bool err_is_terminal() const override { return false; }

  [[nodiscard]] int err_columns() const override { return 80; }

  [[nodiscard]] int err_rows() const override { return 24; }

  mutable Names asked;
};

std::vector<std::string> lines_of_action() {
  std::ifstream file(TEST_DATA "/../../action.yml");
  REQUIRE(file.is_open());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

// The keys directly under a top-level key of action.yml, in order.
std::vector<std::string> keys_under(std::string_view section) {
  std::vector<std::string> keys;
  bool inside = false;
  for (const std::string& line : lines_of_action()) {
    if (!line.empty() && line.front() != ' ' && line.front() != '#') {
      inside = line == std::string(section) + ":";
    } else if (inside && line.starts_with("  ") && line.size() > 3 && line[2] != ' '
               && line[2] != '#' && line.ends_with(':')) {
      keys.push_back(line.substr(2, line.size() - 3));
    }
  }
  return keys;
}

std::string variable(std::string input) {
  std::ranges::transform(input, input.begin(), [](char c) {
    const bool lower = c >= 'a' && c <= 'z';
    return lower ? static_cast<char>(c - 'a' + 'A') : c;
  });
  std::ranges::replace(input, '-', '_');
  return "INPUT_" + input;
}

} // namespace

TEST_CASE("every input of action.yml reaches the program, and it reads no other") {
  const auto lines = lines_of_action();
  Names declared;
  for (const std::string& input : keys_under("inputs")) {
    const std::string mapping = variable(input) + ": ${{ inputs." + input + " }}";
    CHECK_MESSAGE(std::ranges::count(lines, "        " + mapping) >= 1, mapping);
    declared.insert(variable(input));
  }
  declared.erase("INPUT_BINARY_PATH"); // for the step that finds the program
  declared.erase("INPUT_INSTALL");     // ditto
  const Asked environment;
  CHECK(commands::read_action_inputs(environment).has_value());
  CHECK_FALSE(commands::read_action_command(environment).has_value()); // there is none
  (void)actions::read_run(environment);                                // asks for the leg
  for (const char* const token : util::token_variables) { // hidden, whatever action they belong to
    environment.asked.erase(token);
    declared.erase(token);
  }
  CHECK(environment.asked == declared);
}

TEST_CASE("the outputs of action.yml are those that the program sets, in the same order") {
  const auto lines = lines_of_action();
  std::vector<std::string> set;
  const model::Build build;
  const std::vector<model::Verdict> verdicts;
  const model::History history;
  const report::BuildReport nothing{build, verdicts, history, std::nullopt};
  for (const auto& [name, value] : report::step_outputs(nothing, {})) {
    set.push_back(name);
    const std::string mapping = "    value: ${{ steps.build.outputs." + name + " }}";
    CHECK_MESSAGE(std::ranges::count(lines, mapping) == 1, mapping);
  }
  set.emplace_back("tidegate"); // of the step that finds the program
  CHECK(keys_under("outputs") == set);
}

TEST_CASE("nothing of a workflow is pasted into a script of action.yml") {
  for (const std::string& line : lines_of_action()) {
    const bool script = line.find("run:") != std::string::npos;
    CHECK_FALSE_MESSAGE((script && line.find("${{") != std::string::npos), line);
  }
}
