// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/comment_posting.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/posix/input_file.hpp"
#include "commands/sharing/comment_writer.hpp"
#include "util/id.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr Seconds time_limit{8};       // of one request: see github::CommentLock
constexpr Seconds between_writes{0.2}; // three in all, while others wait for the lock

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 18
         && text.find_first_not_of("0123456789") == std::string::npos;
}

model::PostReport refused(model::PostReport report, const Error& error) {
  report.status = model::PostReport::Status::refused;
  report.trouble = {
      .problem = error.message, .hint = error.hint, .usage = error.kind == Error::Kind::usage};
  return report;
}

// A section that another program or an older tidegate wrote is not written anew with a secret in
// it.
report::MergedComment without_secrets(report::MergedComment merged,
                                      const util::Redactor& redactor) {
  std::string clean = redactor.clean(merged.body);
  merged.changed = merged.changed || clean != merged.body;
  merged.body = std::move(clean);
  return merged;
}

// The beginning that every version of the marker has.
std::string beginning_of(const report::CommentRules& rules) {
  const std::string whole = report::merge_comment({}, {}, rules).body;
  return whole.substr(0, whole.find('\n'));
}

void add_notes(model::PostReport& report, const report::MergedComment& merged) {
  for (const auto& damage : merged.damage) {
    report.notes.push_back("the comment was damaged: " + util::to_printable(damage));
  }
  if (merged.older > 0) {
    report.notes.push_back(
        fmt::format("{} section(s) of a newer run stayed as they are", merged.older));
  }
}

} // namespace

std::string no_token_hint(const ports::Environment& environment) {
  const std::string own = "set GITHUB_TOKEN in the environment of the step";
  return actions::in_actions(environment)
             ? "give the Action its input github-token; where the step calls tidegate itself, "
                   + own
             : own;
}

actions::StartingEvent starting_event(const ports::Environment& environment) {
  const std::string path = environment.text("GITHUB_EVENT_PATH");
  if (path.empty()) {
    return {};
  }
  const auto file = posix::InputFile::open(path);
  const auto text = file ? file->all(actions::StartingEvent::most_bytes)
                         : Result<std::string>(tl::unexpected(file.error()));
  return text ? actions::read_starting_event(*text) : actions::StartingEvent{};
}

report::CommentFrame comment_frame(const model::Build& build,
                                   const std::string& leg,
                                   const ports::Environment& environment) {
  const auto event = starting_event(environment);
  const std::string number = environment.text("GITHUB_RUN_NUMBER");
  const bool own_run = build.run.id == environment.text("GITHUB_RUN_ID");
  report::CommentFrame frame{.leg = leg.empty() ? report::default_leg(build) : leg};
  if (own_run && is_number(number)) {
    frame.run_number = std::stoull(number);
  }
  if (own_run) {
    frame.head_sha = event.head_sha; // GITHUB_SHA is the merge commit, which nobody knows
    // Of a fork that was deleted the repository is null.
    frame.from_fork = !event.pull_request.empty() && !event.base_repository.empty()
                      && event.head_repository != event.base_repository;
  }
  return frame;
}

model::PostReport post_comment(const std::vector<report::CommentSection>& sections,
                               const CommentWish& wish,
                               ports::Ports ports) {
  const auto access = github_access(ports.environment, wish.token);
  model::PostReport report{.kind = "comment", .repository = access.repository};
  for (const auto& section : sections) {
    report.legs.push_back(section.leg.key);
  }
  if (wish.pull_request.empty() || sections.empty()) {
    report.notes.emplace_back("there is no pull request to comment on");
    return report;
  }
  if (!is_number(wish.pull_request)) {
    return refused(report,
                   {Error::Kind::usage,
                    fmt::format("\"{}\" is no number of a pull request", wish.pull_request),
                    "--pr 17"});
  }
  report.pull_request = wish.pull_request;
  if (access.token.empty()) {
    return refused(report,
                   {Error::Kind::external,
                    "there is no token to comment with",
                    no_token_hint(ports.environment)});
  }
  const report::CommentRules rules{.keep_what_is_said = wish.only_on_change};
  github::Client client(ports.http,
                        ports.clock,
                        access,
                        {.attempts = 1,
                         .most_waiting = Seconds{0},
                         .time_limit = time_limit,
                         .between_writes = between_writes});
  CommentWriter writer(client,
                       ports.clock,
                       wish.pull_request,
                       {.beginning = beginning_of(rules),
                        .patience = wish.patience,
                        .random = util::random_share,
                        .join = [](std::string_view one, std::string_view other) {
                          return report::merge_comment(one, report::parse_comment(other).sections);
                        }});
  const auto redactor = actions::secret_redactor(ports.environment);
  const auto written = writer.write([&](std::string_view existing) {
    return without_secrets(report::merge_comment(existing, sections, rules), redactor);
  });
  if (!written) {
    return refused(report, written.error());
  }
  report.status =
      written->changed ? model::PostReport::Status::posted : model::PostReport::Status::unchanged;
  report.url = util::to_printable(written->url);
  add_notes(report, written->merged);
  return report;
}

} // namespace tidegate::commands
