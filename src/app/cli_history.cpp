// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/history.hpp"

namespace tidegate::app {

void add_history(CLI::App& app, Invocation& chosen) {
  auto* history = app.add_subcommand("history", "the recorded past");
  history->require_subcommand(1);
  auto options = std::make_shared<commands::HistoryRebuildOptions>();
  auto* rebuild =
      history->add_subcommand("rebuild", "make the history database again from the event log");
  add_places(*rebuild, options->settings);
  add_format(*rebuild, options->format);
  on_call(*rebuild, options, &commands::run_history_rebuild, chosen);
}

} // namespace tidegate::app
