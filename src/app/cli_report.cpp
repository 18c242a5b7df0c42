// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/report.hpp"
#include "commands/sharing/report_comment.hpp"

#include <string>

namespace tidegate::app {
namespace {

const std::map<std::string, bool> occasions{{"always", false}, {"change", true}};

constexpr auto build_names =
    "A build is named by `latest`, `latest~1`, an event id or the first 4 characters of one,\n"
    "a file with a JSON record, or - for standard input.";

void add_diff(CLI::App& report, Invocation& chosen) {
  auto options = std::make_shared<commands::ReportDiffOptions>();
  auto* diff = report.add_subcommand("diff", "two recorded builds side by side");
  diff->footer(build_names);
  add_places(*diff, options->settings);
  add_report_format(*diff, options->format);
  diff->add_option("before", options->before, "the earlier build")->required()->type_name("BUILD");
  diff->add_option("after", options->after, "the later build")->required()->type_name("BUILD");
  on_call(*diff, options, &commands::run_report_diff, chosen);
}

void add_comment(CLI::App& report, Invocation& chosen) {
  auto options = std::make_shared<commands::ReportCommentOptions>();
  auto* comment = report.add_subcommand(
      "comment", "the section of a build in the one comment of its pull request");
  comment->footer(
      std::string(build_names)
      + "\nThe token is GITHUB_TOKEN or GH_TOKEN; it needs `pull-requests: write`.\n"
        "Exit codes: 0 it says so now, or there is no pull request, 2 usage, 3 refused.");
  add_places(*comment, options->settings);
  add_format(*comment, options->format);
  comment->add_option("--build", options->build, "which build (default latest)")
      ->type_name("BUILD");
  comment->add_option("--pr", options->pull_request, "number (default: that of the run)")
      ->type_name("N");
  comment
      ->add_option(
          "--leg", options->leg, "of a matrix (default: the workflow, the job and what is built)")
      ->type_name("NAME");
  comment
      ->add_option(
          "--on",
          options->only_on_change,
          "change: keep the text of a section that says the same as before; always (default)")
      ->transform(one_of(occasions))
      ->type_name("WHEN");
  auto run = std::make_shared<std::string>();
  auto* from = comment
                   ->add_option("--from-run",
                                *run,
                                "the builds in the artifacts tidegate-events* of that run; without "
                                "an id the run that a workflow_run event names")
                   ->expected(0, 1)
                   ->type_name("RUN_ID");
  // Not by each(): that is not called where the id is left out.
  comment->parse_complete_callback([options, run, from] {
    if (from->count() > 0) {
      options->from_run = *run;
    }
  });
  on_call(*comment, options, &commands::run_report_comment, chosen);
}

void add_check(CLI::App& report, Invocation& chosen) {
  auto options = std::make_shared<commands::ReportCheckOptions>();
  auto* check = report.add_subcommand("check", "a check run for a build on its commit");
  check->footer(std::string(build_names)
                + "\nThe token is GITHUB_TOKEN; it needs `checks: write`.\n"
                  "Exit codes: 0 it is there, 2 usage, 3 refused.");
  add_places(*check, options->settings);
  add_format(*check, options->format);
  check->add_option("--build", options->build, "which build (default latest)")->type_name("BUILD");
  check
      ->add_option(
          "--leg", options->leg, "of a matrix (default: the workflow, the job and what is built)")
      ->type_name("NAME");
  on_call(*check, options, &commands::run_report_check, chosen);
}

} // namespace

void add_report(CLI::App& app, Invocation& chosen) {
  auto* report = app.add_subcommand("report", "recorded builds for people");
  report->require_subcommand(1);
  add_diff(*report, chosen);
  add_comment(*report, chosen);
  add_check(*report, chosen);
}

} // namespace tidegate::app
