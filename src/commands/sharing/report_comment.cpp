// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/report_comment.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "codec/post_report_json.hpp"
#include "commands/build/record_parts.hpp"
#include "commands/sharing/check_posting.hpp"
#include "commands/sharing/comment_posting.hpp"
#include "commands/sharing/fork_builds.hpp"
#include "commands/sharing/post_outcome.hpp"
#include "commands/sharing/reported_build.hpp"

#include <fmt/format.h>
#include <map>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;
constexpr Seconds fork_patience{120}; // for rate limits, while nothing is locked

Result<int> answer(const model::PostReport& report, Format format, ports::Ports ports) {
  if (format == Format::json) {
    ports.environment.out(codec::to_json(report, json_indent) + "\n");
  }
  actions::WorkflowLog log(ports.environment);
  const auto told = tell(report, format, log);
  return told ? Result<int>(0) : tl::unexpected(told.error());
}

// The fork chose the names: two builds of one name would overwrite each other.
std::string unique_leg(std::string leg, std::map<std::string, int>& used) {
  const int count = ++used[leg];
  return count == 1 ? leg : fmt::format("{} #{}", leg, count);
}

// The job that comments has built nothing and holds no past: that is on the event branch.
std::vector<report::CommentSection> sections_of(ForkBuilds& found, ReportLedger& ledger) {
  std::vector<report::CommentSection> sections;
  std::map<std::string, int> used;
  const std::string unread = found.builds.empty() ? "" : ledger.fetch();
  if (!unread.empty()) {
    found.notes.push_back("earlier builds on the event branch are not known: " + unread);
  }
  const auto redactor = ledger.redactor();
  for (auto& judged : found.builds) {
    redact_foreign(judged.build, redactor);
    const ReportedBuild build(judged, ledger.at_hand(), unread);
    sections.push_back(
        report::comment_section(build.report(),
                                {.leg = unique_leg(report::default_leg(judged.build), used),
                                 .run_number = found.run.number,
                                 .head_sha = found.run.head_sha,
                                 .from_fork = found.run.fork}));
  }
  return sections;
}

Result<int> comment_from_run(const ReportCommentOptions& options, ports::Ports ports) {
  const std::string& asked = *options.from_run;
  const std::string run = asked.empty() ? starting_event(ports.environment).workflow_run : asked;
  if (run.empty()) {
    return failed(Error::Kind::usage,
                  "which run handed the builds over is not known",
                  "--from-run RUN_ID, or call it in a workflow for workflow_run");
  }
  github::Client client(
      ports.http, ports.clock, github_access(ports.environment), {.most_waiting = fork_patience});
  auto found = fork_builds(client, run);
  if (!found) {
    return tl::unexpected(found.error());
  }
  ReportLedger ledger(options.settings, ports);
  auto report =
      post_comment(sections_of(*found, ledger),
                   {.pull_request = found->pull_request, .only_on_change = options.only_on_change},
                   ports);
  report.notes.insert(report.notes.begin(), found->notes.begin(), found->notes.end());
  return answer(report, options.format, ports);
}

} // namespace

Result<int> run_report_comment(const ReportCommentOptions& options, ports::Ports ports) {
  if (options.from_run) {
    return comment_from_run(options, ports);
  }
  ReportLedger ledger(options.settings, ports);
  const auto build = reported_build(options.build, ledger);
  if (!build) {
    return tl::unexpected(build.error());
  }
  const auto section = report::comment_section(
      build->report(), comment_frame(build->build(), options.leg, ports.environment));
  std::string pull = options.pull_request;
  for (const std::string& known :
       {starting_event(ports.environment).pull_request, build->build().run.pr}) {
    pull = pull.empty() ? known : pull;
  }
  return answer(post_comment({section},
                             {.pull_request = pull, .only_on_change = options.only_on_change},
                             ports),
                options.format,
                ports);
}

Result<int> run_report_check(const ReportCheckOptions& options, ports::Ports ports) {
  ReportLedger ledger(options.settings, ports);
  const auto build = reported_build(options.build, ledger);
  if (!build) {
    return tl::unexpected(build.error());
  }
  return answer(post_check(build->report(),
                           comment_frame(build->build(), options.leg, ports.environment),
                           {},
                           ports),
                options.format,
                ports);
}

} // namespace tidegate::commands
