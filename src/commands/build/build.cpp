// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "commands/build/build_attempts.hpp"
#include "commands/build/build_delivery.hpp"
#include "commands/build/build_enquiry.hpp"
#include "commands/build/build_recording.hpp"
#include "commands/build/build_session.hpp"
#include "commands/build/build_sharing.hpp"
#include "commands/build/verify_cache.hpp"
#include "util/id.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace tidegate::commands {
namespace {

// Loud, and before the build: buildx itself drops an unusable gha cache without a word.
void announce(const BuildSession& session, actions::WorkflowLog& log) {
  for (const auto& problem : session.plan.problems) {
    say(log, "warning", problem);
  }
  for (const auto& notice : session.plan.notices) {
    say(log, "note", notice);
  }
}

// `--check`, `--call`: buildx answers a question and builds nothing, so there is nothing to record.
Result<int> pass_through(const BuildSession& session) {
  ports::Command command;
  command.argv = {"docker", "buildx", "build"};
  const auto& args = session.options.buildx_args;
  command.argv.insert(command.argv.end(), args.begin(), args.end());
  command.unset_env = session.options.hidden_variables;
  command.keep_secrets = true;
  command.inherit_stdin = true;
  command.inherit_stdout = !session.options.stdout_is_log;
  actions::WorkflowLog log(session.ports.environment, session.in_actions);
  const auto talk = [&log](std::string_view chunk) { log.talk(chunk); };
  auto exit = session.ports.process.run(command, talk, talk);
  if (!exit) {
    return tl::unexpected(exit.error());
  }
  return exit->status == 0 ? 0 : 4;
}

// A problem of the machine or of the call, not of the build: nothing was built, nothing is
// recorded.
std::optional<Error> trouble_before_build(const model::Build& build) {
  static const std::map<std::string, Error::Kind, std::less<>> kinds{
      {"usage", Error::Kind::usage},
      {"docker_missing", Error::Kind::external},
      {"buildx_missing", Error::Kind::external},
      {"buildx_too_old", Error::Kind::external},
      {"engine_unreachable", Error::Kind::external},
  };
  const auto found = build.error ? kinds.find(build.error->kind) : kinds.end();
  if (found == kinds.end() || std::ranges::any_of(build.steps, &model::Step::cacheable)) {
    return std::nullopt;
  }
  return Error{found->second, build.error->message, docker::advice(*build.error)};
}

int exit_code(const model::Build& build, const Recorded& recorded, bool delivered) {
  if (build.outcome == model::Outcome::canceled) {
    return build.exit_status == 128 + SIGTERM ? 128 + SIGTERM : 128 + SIGINT;
  }
  if (build.outcome == model::Outcome::failure) {
    return 4;
  }
  if (recorded.interrupted) {
    return 128 + *recorded.interrupted;
  }
  if (model::gravest(recorded.verdicts) == model::Status::fail) {
    return 1;
  }
  return recorded.saved && delivered ? 0 : 3;
}

} // namespace

Result<int> run_build(const BuildOptions& options, ports::Ports ports) {
  if (!options.verify_cache.empty()) {
    return verify_cache(options, ports);
  }
  const auto session = plan_session(options, ports);
  if (!session) {
    return tl::unexpected(session.error());
  }
  if (session->arguments.no_build) {
    return pass_through(*session);
  }
  const auto folder = posix::TempFolder::make(actions::temp_parent(ports.environment));
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  const posix::SignalHold hold;
  actions::WorkflowLog log(ports.environment, session->in_actions);
  announce(*session, log);
  BuildEnquiry enquiry(*session);
  BuildSharing sharing(*session);
  auto attempts = execute_attempts(*session, folder->path(), log);
  if (!attempts) {
    return tl::unexpected(attempts.error());
  }
  model::Build build = std::move(attempts->build);
  const Execution& execution = attempts->execution;
  if (auto trouble = trouble_before_build(build)) {
    return tl::unexpected(std::move(*trouble));
  }
  build.id = util::new_ulid(ports.clock.now());
  enquiry.answer(build);
  const std::string& unread = sharing.take(log);
  const auto* merge_base = enquiry.merge_base(build);
  const Recorded recorded = record(*session,
                                   build,
                                   {.dockerfile = enquiry.dockerfile(),
                                    .merge_base = merge_base,
                                    .unread = unread,
                                    .image_id = execution.image_id},
                                   log);
  sharing.give(build, log);
  const JudgedSession judged{.build = build,
                             .verdicts = recorded.verdicts,
                             .history = recorded.history,
                             .explanation = recorded.explanation,
                             .metadata = session->redactors.log.clean(execution.metadata),
                             .image_id = execution.image_id,
                             .unpublished = sharing.unpublished()};
  const auto undelivered = deliver(*session, judged, log);
  sharing.post(build_report(judged), log);
  for (const auto& error : undelivered) {
    say(log, "error", error);
  }
  return exit_code(build, recorded, undelivered.empty());
}

} // namespace tidegate::commands
