// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_sharing.hpp"

#include "commands/build/build_recording.hpp"
#include "commands/events/data_folders.hpp"
#include "commands/events/event_publishing.hpp"
#include "commands/sharing/check_posting.hpp"
#include "commands/sharing/comment_posting.hpp"
#include "commands/sharing/post_outcome.hpp"
#include "report/event_reports.hpp"
#include "util/beside.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <filesystem>

namespace tidegate::commands {
namespace {

constexpr Seconds patience{60}; // for other writers; the job waits for us

EventRemote remote_of(const BuildSession& session) {
  const auto& sharing = session.options.sharing;
  return {.remote = "origin",
          .branch = sharing ? sharing->events_branch.value_or("") : "",
          .token = session.options.github_token};
}

void say_notes(const std::vector<std::string>& notes, actions::WorkflowLog& log) {
  for (const auto& note : notes) {
    say(log, "note", note);
  }
}

void say_outcome(const model::PostReport& report, actions::WorkflowLog& log) {
  if (const auto told = tell(report, Format::text, log); !told) {
    say(log, "note", told.error());
  }
}

std::string what_is_pending(const model::PublishReport& report) {
  std::string text = report::pending_text(report);
  for (const std::string& more : {report.trouble.problem, report.trouble.hint}) {
    text += more.empty() ? "" : "; " + more;
  }
  return text;
}

} // namespace

BuildSharing::BuildSharing(const BuildSession& session)
    : session_(session) {
  if (session.options.sharing) {
    fetched_ = util::beside([&session] {
      return fetch_events(session.settings, {.remote = remote_of(session)}, session.ports);
    });
  }
}

const std::string& BuildSharing::take(actions::WorkflowLog& log) {
  if (!fetched_.valid()) {
    return unread_;
  }
  const auto report = fetched_.get();
  say_notes(report.notes, log);
  if (!report.trouble.problem.empty()) {
    say(log, "note", "earlier builds on the event branch are not known: " + report.trouble.problem);
  } else if (report.fetched > 0) {
    say(log, "note", util::trim(report::fetch_text(report)));
  }
  return unread_ = report.trouble.problem;
}

void BuildSharing::give(model::Build& build, actions::WorkflowLog& log) {
  if (!session_.options.sharing) {
    return;
  }
  // The runner gives a cancelled job a few seconds: into the spool, from where a later step can
  // keep it.
  const bool asked = session_.options.sharing->publish && build.outcome != model::Outcome::canceled;
  const auto report =
      publish_events(session_.settings,
                     {.remote = remote_of(session_), .push = asked, .patience = patience},
                     session_.ports);
  say_notes(report.notes, log);
  if (report.published > 0) {
    util::each_line(report::publish_text(report),
                    [&](std::string_view line) { say(log, "note", line); });
  }
  if (!report.knows_pending) {
    say(log, "warning", {Error::Kind::external, report.trouble.problem, report.trouble.hint});
  }
  if (report.pending == 0) {
    return;
  }
  std::error_code ignored;
  unpublished_ = std::filesystem::absolute(data_folders(session_.settings).spool, ignored).string();
  if (asked) {
    build.notices.push_back(what_is_pending(report));
    say(log, "note", build.notices.back());
  }
}

void BuildSharing::post(const report::BuildReport& report, actions::WorkflowLog& log) {
  const auto& sharing = session_.options.sharing;
  if (!sharing || report.build.outcome == model::Outcome::canceled) {
    return;
  }
  const auto& environment = session_.ports.environment;
  const std::string& token = session_.options.github_token;
  const auto frame = comment_frame(report.build, "", environment);
  if (sharing->comment != CommentWhen::never) {
    say_outcome(post_comment({report::comment_section(report, frame)},
                             {.pull_request = starting_event(environment).pull_request,
                              .only_on_change = sharing->comment == CommentWhen::change,
                              .token = token,
                              .patience = patience},
                             session_.ports),
                log);
  }
  if (sharing->check) {
    say_outcome(post_check(report, frame, token, session_.ports), log);
  }
}

} // namespace tidegate::commands
