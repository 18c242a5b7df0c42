// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/bless.hpp"

namespace tidegate::app {
namespace {

void add_filter(CLI::App& command, commands::BlessFilter& filter) {
  const auto add = [&command](const char* name,
                              std::optional<std::string>& value,
                              const char* what,
                              const char* type) {
    command.add_option(name, value, what)->type_name(type);
  };
  add("--commit", filter.commit, "as the builds of this commit have it", "SHA");
  add("--image", filter.image, "of this image, without its tag", "NAME");
  add("--workflow", filter.workflow, "of this workflow", "NAME");
  add("--job", filter.job, "of this job", "NAME");
  add("--leg", filter.leg, "of this leg of the job's matrix", "NAME");
  add("--dockerfile", filter.dockerfile, "of this Dockerfile", "FILE");
  add("--target", filter.target, "of this stage", "NAME");
  add("--platform", filter.platform, "for this platform, as it was asked for", "NAME");
}

} // namespace

void add_bless(CLI::App& app, Invocation& chosen) {
  auto options = std::make_shared<commands::BlessOptions>();
  auto* command = app.add_subcommand(
      "bless", "accept the level of now of a metric: its regression is none any more");
  command->footer(
      "METRIC is a kind and its part, as verdicts name it: build-time, image-size,\n"
      "stage-time build, \"step-time build: RUN make\"; a kind alone is all of its parts.\n"
      "The level is that of the newest build that the filters leave. One event says so in the\n"
      "log; `tidegate events publish` takes it to the event branch.\n"
      "Exit codes: 0 accepted, 2 usage, also no such metric, 3 no such build, or the log cannot\n"
      "be written.");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  command->add_option("--reason", options->reason, "why; it stands beside the verdicts")
      ->type_name("TEXT");
  add_filter(*command, options->filter);
  command->add_flag("--all-situations",
                    options->all_situations,
                    "whichever steps are executed, not only those of that build");
  command->add_option("metric", options->metric, "such as build-time")
      ->required()
      ->type_name("METRIC");
  on_call(*command, options, &commands::run_bless, chosen);
}

} // namespace tidegate::app
