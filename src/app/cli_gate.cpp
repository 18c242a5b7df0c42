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
      "backtest", "what the policy would have said over the own past, or over series of a file");
  backtest->footer(
      "Without FILE: every metric of the own event log, under the policy of the configuration.\n"
      "A row of a file is one line of JSON: {\"series\": NAME, \"values\": [...], "
      "\"timestamps\"?,\n"
      "\"hosts\"? (CPU model per value), \"confirmations\"? (a second measurement per value, or "
      "null)}.\n"
      "Exit codes: 0 all was judged, 2 usage or configuration error, 3 a file or a row could not "
      "be "
      "read, or there is nothing in the log.");
  add_places(*backtest, options->settings);
  backtest
      ->add_option(
          "--since", options->since, "what is told of the own log: 90d (default), 36h, 2026-11-01")
      ->type_name("TIME");
  add_format(*backtest, options->format);
  backtest->add_flag("--confirm-with-next",
                     options->confirm_with_next,
                     "what was measured once: the next value is the second measurement");
  backtest
      ->add_option(
          "--profile",
          options->profile,
          "of files: how sensitive the rule is: strict, default or lenient (default default)")
      ->transform(one_of(profiles))
      ->type_name("NAME");
  backtest
      ->add_option(
          "--together",
          options->together,
          "of files: as strict as for one of so many series that are judged at once (default 1)")
      ->check(CLI::Range(1, 10'000).description(""))
      ->type_name("NUMBER");
  backtest->add_option("files", options->files, "JSON Lines; - is standard input")
      ->type_name("FILE");
  on_call(*backtest, options, &commands::run_gate_backtest, chosen);
}

} // namespace tidegate::app
