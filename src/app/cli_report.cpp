// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/report.hpp"

#include <map>
#include <string>

namespace tidegate::app {
namespace {

const std::map<std::string, commands::ReportFormat> report_formats{
    {"text", commands::ReportFormat::text},
    {"json", commands::ReportFormat::json},
    {"markdown", commands::ReportFormat::markdown}};

} // namespace

void add_report(CLI::App& app, Invocation& chosen) {
  auto* report = app.add_subcommand("report", "recorded builds for people");
  report->require_subcommand(1);
  auto options = std::make_shared<commands::ReportDiffOptions>();
  auto* diff = report->add_subcommand("diff", "two recorded builds side by side");
  diff->footer("A build is named by `latest`, `latest~1`, an event id or the first 4 characters of "
               "one,\na file with a JSON record, or - for standard input.");
  add_places(*diff, options->settings);
  diff->add_option("--format", options->format, "of the result on stdout: text, json or markdown")
      ->transform(CLI::CheckedTransformer(report_formats, CLI::ignore_case).description(""))
      ->type_name("FORMAT");
  diff->add_option("before", options->before, "the earlier build")->required()->type_name("BUILD");
  diff->add_option("after", options->after, "the later build")->required()->type_name("BUILD");
  on_call(*diff, options, &commands::run_report_diff, chosen);
}

} // namespace tidegate::app
