// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/events/events.hpp"

#include <map>
#include <memory>
#include <string>

namespace tidegate::app {
namespace {

const std::map<std::string, commands::Via> ways{{"git", commands::Via::git},
                                                {"api", commands::Via::api}};

void add_remote(CLI::App& command, commands::EventRemote& remote) {
  command
      .add_option("--remote", remote.remote, "of the repository here, or a URL (default origin)")
      ->type_name("NAME");
  command
      .add_option(
          "--branch", remote.branch, "default: events-branch of the configuration, tidegate-data")
      ->type_name("NAME");
}

void add_append(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsAppendOptions>();
  auto* command = events.add_subcommand("append", "add one event to the log; prints its id");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  command->add_option("--type", options->type, "such as deployment")->required()->type_name("TYPE");
  command
      ->add_option("--metadata",
                   options->metadata,
                   "a JSON object, @FILE, or - for standard input (default {})")
      ->type_name("JSON");
  command->add_option("--container", options->container, "its name, for events about one")
      ->type_name("NAME");
  command->add_option("--release-tag", options->release_tag, "what was deployed, for deployments")
      ->type_name("TAG");
  on_call(*command, options, &commands::run_events_append, chosen);
}

void add_publish(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsPublishOptions>();
  auto* command =
      events.add_subcommand("publish", "commit all events that are not yet on the event branch");
  command->footer(
      "The token is GITHUB_TOKEN or GH_TOKEN; it needs `permissions: contents: write`.\n"
      "What cannot be published stays in the spool beside the log (exit code 3) and\n"
      "goes out with the next publish.");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  add_remote(*command, options->publish.remote);
  command
      ->add_option("--via",
                   options->publish.via,
                   "git: a push; api: a commit that GitHub makes and signs (default git)")
      ->transform(one_of(ways))
      ->type_name("WAY");
  on_call(*command, options, &commands::run_events_publish, chosen);
}

void add_fetch(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsFetchOptions>();
  auto* command =
      events.add_subcommand("fetch", "bring the events of others from the event branch");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  add_remote(*command, options->remote);
  command->add_option("--since", options->since, "how far back: 7d, 2026-11-01 (default 90d)")
      ->type_name("TIME");
  on_call(*command, options, &commands::run_events_fetch, chosen);
}

void add_compact(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsCompactOptions>();
  auto* command =
      events.add_subcommand("compact", "merge the files of each past day on the event branch");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  add_remote(*command, options->remote);
  command->add_option("--older-than", options->older_than, "which days, such as 7d (default 30d)")
      ->type_name("TIME");
  on_call(*command, options, &commands::run_events_compact, chosen);
}

void add_query(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsQueryOptions>();
  auto* command = events.add_subcommand(
      "query", "show events of the log, the spool and what was fetched, each once");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  command->add_option("--type", options->types, "of this type; again for another one")
      ->type_name("TYPE");
  command->add_option("--since", options->since, "7d, 2026-11-01 or 2026-11-01T12:00:00Z")
      ->type_name("TIME");
  command->add_option("--until", options->until, "likewise; up to then, exclusive")
      ->type_name("TIME");
  command
      ->add_option("--key",
                   options->keys,
                   "with this value, such as run.workflow=image; again for another one")
      ->type_name("KEY=VALUE");
  command->add_option("--text", options->text, "with this text anywhere")->type_name("TEXT");
  constexpr int most = 100'000;
  command->add_option("--limit", options->limit, "only the newest N")
      ->check(CLI::Range(1, most).description(""))
      ->type_name("N");
  on_call(*command, options, &commands::run_events_query, chosen);
}

void add_validate(CLI::App& events, Invocation& chosen) {
  auto options = std::make_shared<commands::EventsValidateOptions>();
  auto* command = events.add_subcommand(
      "validate", "check events against their schema, line by line; - is standard input");
  command->footer("Exit codes: 0 all are fine, 1 some are not, 2 a file cannot be read or a usage "
                  "error, 3 the log cannot be read.");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  command
      ->add_option(
          "files", options->files, "default: the log, the spool and what was fetched of the branch")
      ->type_name("FILE");
  on_call(*command, options, &commands::run_events_validate, chosen);
}

} // namespace

void add_events(CLI::App& app, Invocation& chosen) {
  auto* events = app.add_subcommand("events", "the event log and its branch");
  events->require_subcommand(1);
  add_append(*events, chosen);
  add_publish(*events, chosen);
  add_fetch(*events, chosen);
  add_compact(*events, chosen);
  add_query(*events, chosen);
  add_validate(*events, chosen);
}

} // namespace tidegate::app
