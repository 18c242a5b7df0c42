// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_sharing.hpp"

#include "commands/build/build_recording.hpp"
#include "commands/events/data_folders.hpp"
#include "commands/events/event_publishing.hpp"
#include "commands/sharing/check_posting.hpp"
#include "commands/sharing/comment_posting.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr Seconds patience{60}; // for other writers; the job waits for us

EventRemote remote_of(const BuildSession& session) {
  const auto& sharing = session.options.sharing;
  return {.remote = "origin",
          .branch = sharing ? sharing->events_branch.value_or("") : "",
          .token = session.options.github_token};
}

void tell(const model::PostReport& report, actions::WorkflowLog& log) {
  for (const auto& note : report.notes) {
    say(log, "note", note);
  }
  if (report.status == model::PostReport::Status::refused) {
    say(log, "note", fmt::format("no {}: {}", report.kind, report.trouble.problem));
    if (!report.trouble.hint.empty()) {
      say(log, "hint", report.trouble.hint);
    }
  } else if (!report.url.empty()) {
    say(log,
        "note",
        fmt::format("{} {}: {}", report.kind, model::to_text(report.status), report.url));
  }
}

std::string what_is_pending(const model::PublishReport& report) {
  std::string text = fmt::format("{} event{} not on the branch {} yet",
                                 report.pending,
                                 report.pending == 1 ? " is" : "s are",
                                 report.branch);
  if (!report.trouble.problem.empty()) {
    text += ": " + report.trouble.problem;
  }
  return report.trouble.hint.empty() ? text : text + "; " + report.trouble.hint;
}

} // namespace

BuildSharing::BuildSharing(const BuildSession& session)
    : session_(session) {
  if (session.options.sharing) {
    fetched_ = std::async(std::launch::async, [&session] {
      return fetch_events(session.settings, {.remote = remote_of(session)}, session.ports);
    });
  }
}

void BuildSharing::take(actions::WorkflowLog& log) {
  if (!fetched_.valid()) {
    return;
  }
  const auto report = fetched_.get();
  for (const auto& note : report.notes) {
    say(log, "note", note);
  }
  if (!report.trouble.problem.empty()) {
    say(log, "note", "earlier builds on the event branch are not known: " + report.trouble.problem);
  } else if (report.fetched > 0) {
    say(log,
        "note",
        fmt::format("{} new file{} of earlier events from {}",
                    report.fetched,
                    report.fetched == 1 ? "" : "s",
                    report.branch));
  }
}

void BuildSharing::give(model::Build& build, actions::WorkflowLog& log) {
  // The runner gives a cancelled job a few seconds: the event is in the log, and goes out next
  // time.
  if (!session_.options.sharing || build.outcome == model::Outcome::canceled) {
    return;
  }
  const bool asked = session_.options.sharing->publish;
  const auto report =
      publish_events(session_.settings,
                     {.remote = remote_of(session_), .push = asked, .patience = patience},
                     session_.ports);
  for (const auto& note : report.notes) {
    say(log, "note", note);
  }
  if (report.published > 0) {
    say(log,
        "note",
        fmt::format("{} event{} on the branch {}",
                    report.published,
                    report.published == 1 ? "" : "s",
                    report.branch));
  }
  if (report.pending == 0) {
    return;
  }
  std::error_code ignored;
  unpublished_ = std::filesystem::absolute(data_folders(session_.settings).spool, ignored).string();
  if (asked) {
    build.notices.push_back(what_is_pending(report));
  }
}

void BuildSharing::post(const report::BuildReport& report, actions::WorkflowLog& log) {
  const auto& sharing = session_.options.sharing;
  if (!sharing || report.build.outcome == model::Outcome::canceled) {
    return;
  }
  const auto& environment = session_.ports.environment;
  const std::string& token = session_.options.github_token;
  const auto frame = comment_frame(report.build, sharing->leg, environment);
  if (sharing->comment != CommentWhen::never) {
    tell(post_comment({report::comment_section(report, frame)},
                      {.pull_request = starting_event(environment).pull_request,
                       .only_on_change = sharing->comment == CommentWhen::change,
                       .token = token,
                       .patience = patience},
                      session_.ports),
         log);
  }
  if (sharing->check) {
    tell(post_check(report, frame, token, session_.ports), log);
  }
}

} // namespace tidegate::commands
