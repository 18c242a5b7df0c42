// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/check_posting.hpp"

#include "adapters/github/checks.hpp"
#include "commands/sharing/comment_posting.hpp"
#include "report/annotations.hpp"
#include "report/facts.hpp"
#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr Seconds most_waiting{60};
constexpr std::size_t longest_title = 200;

// A build that broke fails its own step; the check says what the gate says.
std::string conclusion_of(report::CommentVerdict verdict) {
  switch (verdict) {
  case report::CommentVerdict::pass:
    return "success";
  case report::CommentVerdict::fail:
  case report::CommentVerdict::broken:
    return "failure";
  case report::CommentVerdict::canceled:
    return "cancelled";
  default:
    return "neutral";
  }
}

github::CheckRun check_of(const report::BuildReport& build, const report::CommentFrame& frame) {
  const auto section = report::comment_section(build, frame);
  const auto head = report::headline(build);
  github::CheckRun check{
      .name = fmt::format("tidegate ({})", section.leg.key),
      .head_sha = section.leg.sha,
      .external_id = build.build.id,
      .conclusion = conclusion_of(section.leg.verdict),
      .title =
          util::shorten(util::to_printable(fmt::format("{}: {} in {}",
                                                       head.word,
                                                       report::subject(build.build),
                                                       report::show_time(build.build.duration))),
                        longest_title),
      .summary = report::markdown_summary(build, github::CheckRun::most_summary_units),
      .annotations = report::annotations(build)};
  return check;
}

} // namespace

model::PostReport post_check(const report::BuildReport& build,
                             const report::CommentFrame& frame,
                             const std::string& token,
                             ports::Ports ports) {
  const auto access = github_access(ports.environment, token);
  const auto check = check_of(build, frame);
  model::PostReport report{.kind = "check",
                           .status = model::PostReport::Status::refused,
                           .repository = access.repository,
                           .legs = {report::comment_key(frame.leg)}};
  if (access.token.empty()) {
    report.trouble = {.problem = "there is no token to make a check run with",
                      .hint = no_token_hint(ports.environment)};
    return report;
  }
  if (check.head_sha.empty()) {
    report.status = model::PostReport::Status::nothing;
    report.notes.emplace_back("the commit of the build is not known, so there is no check run");
    return report;
  }
  github::Client client(ports.http, ports.clock, access, {.most_waiting = most_waiting});
  const auto made = github::create_check(client, check);
  if (!made) {
    report.trouble = {.problem = made.error().message, .hint = made.error().hint};
    return report;
  }
  report.status = model::PostReport::Status::posted;
  report.url = util::to_printable(made->url);
  if (made->annotations_left > 0) {
    report.notes.push_back(fmt::format("{} annotations were refused", made->annotations_left));
  }
  return report;
}

} // namespace tidegate::commands
