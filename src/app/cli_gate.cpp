// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/gate_backtest.hpp"

namespace tidegate::app {
namespace {

const std::map<std::string, model::SeriesProfile> profiles{
    {"strict", model::SeriesProfile::strict},
    {"default", model::SeriesProfile::default_rule},
    {"lenient", model::SeriesProfile::lenient}};

} // namespace

void add_backtest(CLI::App& gate, Invocation& chosen) {
  auto options = std::make_shared<commands::GateBacktestOptions>();
  auto* backtest = gate.add_subcommand(
      "backtest", "what the statistical rule would have said over series of the past");
  backtest->footer(
      "A row of a file is one line of JSON: {\"series\": NAME, \"values\": [...], "
      "\"timestamps\"?,\n"
      "\"hosts\"? (CPU model per value), \"confirmations\"? (a second measurement per value, or "
      "null)}.\n"
      "Exit codes: 0 all rows were judged, 2 usage, 3 a file or a row could not be read.");
  add_format(*backtest, options->format);
  backtest->add_flag("--confirm-with-next",
                     options->confirm_with_next,
                     "where a row has no confirmations: the next value is the second measurement");
  backtest
      ->add_option("--profile",
                   options->profile,
                   "how sensitive the rule is: strict, default or lenient (default default)")
      ->transform(one_of(profiles))
      ->type_name("NAME");
  backtest
      ->add_option("--together",
                   options->together,
                   "as strict as for one of so many series that are judged at once (default 1)")
      ->check(CLI::Range(1, 10'000))
      ->type_name("NUMBER");
  backtest->add_option("files", options->files, "JSON Lines; - is standard input")
      ->required()
      ->type_name("FILE");
  on_call(*backtest, options, &commands::run_gate_backtest, chosen);
}

} // namespace tidegate::app
