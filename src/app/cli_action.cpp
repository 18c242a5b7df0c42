// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/action/action.hpp"
#include "commands/action/action_command.hpp"

namespace tidegate::app {
namespace {

// The words of the input `run` are a command line like any other.
Result<int> run_action_command(ports::Ports ports) {
  const auto command = commands::read_action_command(ports.environment);
  if (!command) {
    return tl::unexpected(command.error());
  }
  if (auto entered = commands::enter_working_directory(command->working_directory); !entered) {
    return tl::unexpected(entered.error());
  }
  auto invocation = parse_command_line(command->words);
  if (!invocation) {
    return tl::unexpected(std::move(invocation.error()).in("input \"run\""));
  }
  return (*invocation)(ports);
}

} // namespace

void add_action(CLI::App& app, Invocation& chosen) {
  auto* action =
      app.add_subcommand("action", "what action.yml calls; reads INPUT_* variables")->group("");
  action->require_subcommand(1);
  auto* build = action->add_subcommand("build", "the build step of the action");
  build->callback([&chosen] { chosen = &commands::run_action_build; });
  auto* run = action->add_subcommand("run", "the command of the input `run`");
  run->callback([&chosen] { chosen = &run_action_command; });
}

} // namespace tidegate::app
