// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli.hpp"
#include "commands/report.hpp"
#include "commands/settings.hpp"
#include "util/text.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

// What the files of the command line share; only they include CLI11, which costs more compile time
// than all the rest.
namespace tidegate::app {

inline constexpr auto exit_codes =
    "Exit codes: 0 fine, 1 the gate failed, 2 usage or configuration error, 3 tidegate could not "
    "do its job, 4 the build failed, 130 and 143 cancelled.";

// The value of one of these words, in upper or lower case; an error names them all.
template<typename Value>
CLI::Validator one_of(const std::map<std::string, Value>& words) {
  const auto check = [words](std::string& input) {
    const auto found = words.find(CLI::detail::to_lower(input));
    if (found != words.end()) {
      input = std::to_string(static_cast<int>(found->second)); // as CLI11 reads an enumeration
      return std::string();
    }
    std::string allowed;
    for (const auto& [word, value] : words) {
      allowed += (allowed.empty() ? "" : ", ") + word;
    }
    return "must be one of " + allowed + ", not " + util::to_printable(input);
  };
  return {check, "", "words"};
}

// --config, --events-dir, --store
void add_places(CLI::App& command, commands::SettingsOverrides& settings);

// --format text|json
void add_format(CLI::App& command, commands::Format& format);

// --format text|json|markdown
void add_report_format(CLI::App& command, commands::ReportFormat& format);

// CLI11 keeps the addresses of the bound variables, so the options live as long as their callback.
template<typename Options>
using Run = Result<int> (*)(const Options&, ports::Ports);

template<typename Options>
void on_call(CLI::App& command,
             const std::shared_ptr<Options>& options,
             Run<Options> run,
             Invocation& chosen) {
  command.callback([&command, &chosen, options, run] {
    if (!command.get_subcommands().empty()) {
      return; // CLI11 calls the command above too, and last
    }
    chosen = [options, run](ports::Ports ports) { return run(*options, ports); };
  });
}

// One line each in cli.cpp.
void add_action(CLI::App& app, Invocation& chosen);    // cli_action.cpp
void add_bless(CLI::App& app, Invocation& chosen);     // cli_bless.cpp
void add_events(CLI::App& app, Invocation& chosen);    // cli_events.cpp
void add_backtest(CLI::App& gate, Invocation& chosen); // cli_gate.cpp
void add_history(CLI::App& app, Invocation& chosen);   // cli_history.cpp
void add_init(CLI::App& app, Invocation& chosen);      // cli_init.cpp
void add_report(CLI::App& app, Invocation& chosen);    // cli_report.cpp

} // namespace tidegate::app
