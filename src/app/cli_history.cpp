// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/history/history.hpp"
#include "commands/history/history_stats.hpp"
#include "commands/history/history_sync.hpp"

#include <map>
#include <string>

namespace tidegate::app {
namespace {

const std::map<std::string, model::Grouping> groupings{{"workflow", model::Grouping::workflow},
                                                       {"job", model::Grouping::job},
                                                       {"branch", model::Grouping::branch},
                                                       {"event", model::Grouping::event}};

void add_stats(CLI::App& history, Invocation& chosen) {
  auto options = std::make_shared<commands::HistoryStatsOptions>();
  auto* stats =
      history.add_subcommand("stats", "figures of the workflow runs of the last 24 h, 7 d, 30 d");
  stats->footer("`tidegate history sync` fetches the runs from GitHub first.");
  add_places(*stats, options->settings);
  add_report_format(*stats, options->format);
  stats
      ->add_option("--by",
                   options->by,
                   "what the runs are grouped by: workflow (default), job, branch or event")
      ->transform(one_of(groupings))
      ->type_name("GROUP");
  stats
      ->add_option("--repository",
                   options->filter.repository,
                   "only of this one (default $GITHUB_REPOSITORY, else all that are stored)")
      ->type_name("OWNER/NAME");
  stats
      ->add_option("--workflow",
                   options->filter.workflow,
                   "only runs of this workflow: file name, path, name or id")
      ->type_name("WORKFLOW");
  stats->add_option("--branch", options->filter.branch, "only runs of this branch")
      ->type_name("BRANCH");
  stats->add_option("--event", options->filter.event, "only runs of this event, such as push")
      ->type_name("EVENT");
  auto* days =
      stats->add_option("--days", options->days, "one window of so many days instead of the three")
          ->check(CLI::Range(1, 36500).description(""))
          ->type_name("N");
  stats
      ->add_option("--since", options->since, "one window from this moment on: 7d, 36h, 2026-11-01")
      ->excludes(days)
      ->type_name("TIME");
  stats->add_flag(
      "--record", options->record, "keep the figures in the event log too, as ci_run_statistics");
  on_call(*stats, options, &commands::run_history_stats, chosen);
}

void add_sync(CLI::App& history, Invocation& chosen) {
  auto options = std::make_shared<commands::HistorySyncOptions>();
  auto* sync = history.add_subcommand("sync", "fetch workflow runs, jobs and steps from GitHub");
  sync->footer("The token is read from GITHUB_TOKEN or GH_TOKEN and needs `actions: read`.");
  add_places(*sync, options->settings);
  add_format(*sync, options->format);
  sync->add_option("--repository",
                   options->repository,
                   "default $GITHUB_REPOSITORY, else that of the remote origin")
      ->type_name("OWNER/NAME");
  sync->add_option("--since", options->since, "how far back: 90d (default), 36h, 2026-11-01")
      ->type_name("TIME");
  sync->add_option("--workflow", options->workflow, "only runs of this workflow: file name or id")
      ->type_name("WORKFLOW");
  sync->add_option("--branch", options->branch, "only runs of this branch")->type_name("BRANCH");
  sync->add_option("--event", options->event, "only runs of this event, such as push")
      ->type_name("EVENT");
  sync->add_option("--budget", options->budget, "stop after so many requests that count")
      ->type_name("N");
  sync->add_option("--max-wait",
                   options->max_wait,
                   "wait so long in all for rate limits, 0 for not at all (default 15m)")
      ->type_name("TIME");
  on_call(*sync, options, &commands::run_history_sync, chosen);
}

} // namespace

void add_history(CLI::App& app, Invocation& chosen) {
  auto* history = app.add_subcommand("history", "the recorded past");
  history->require_subcommand(1);
  auto options = std::make_shared<commands::HistoryRebuildOptions>();
  auto* rebuild =
      history->add_subcommand("rebuild", "make the history database again from the event log");
  add_places(*rebuild, options->settings);
  add_format(*rebuild, options->format);
  on_call(*rebuild, options, &commands::run_history_rebuild, chosen);
  add_sync(*history, chosen);
  add_stats(*history, chosen);
}

} // namespace tidegate::app
