// SPDX-License-Identifier: Apache-2.0
#include "commands/build.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/engine.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/posix/machine.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "commands/build_delivery.hpp"
#include "commands/build_record.hpp"
#include "commands/build_recording.hpp"
#include "commands/build_session.hpp"
#include "commands/context_check.hpp"
#include "commands/export_check.hpp"
#include "util/id.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <future>
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

// Driver and versions, asked beside the build where they are not known yet: docker needs a quarter
// of a second to tell them.
class BuilderQuestion {
public:
  BuilderQuestion(ports::Ports ports, const std::string& builder)
      : probe_(ports, builder) {
    if (auto known = probe_.cached()) {
      builder_ = *known;
    } else {
      answer_ = std::async(std::launch::async, [this] { return probe_.ask(); });
    }
  }

  model::Builder answer(std::vector<std::string>& notices) {
    if (answer_.valid()) {
      if (auto asked = answer_.get()) {
        builder_ = *asked;
      } else {
        notices.push_back("builder unknown: " + asked.error().message);
      }
    }
    return builder_;
  }

private:
  docker::BuilderProbe probe_;
  model::Builder builder_;
  std::future<Result<model::Builder>> answer_;
};

Result<Execution> execute(const BuildSession& session,
                          const std::filesystem::path& folder,
                          actions::WorkflowLog& log) {
  const auto& arguments = session.arguments;
  ExecutionPlan plan;
  plan.buildx_args = buildx_arguments(session);
  plan.own_metadata = arguments.metadata_file.empty() && !session.in_actions;
  plan.metadata_file = arguments.metadata_file.empty() ? (folder / "metadata.json").string()
                                                       : arguments.metadata_file;
  plan.iid_file = arguments.iid_file.empty() ? (folder / "iid").string() : arguments.iid_file;
  plan.hidden_variables = session.options.hidden_variables;
  plan.raw_progress = arguments.progress == "rawjson" && !arguments.quiet;
  const auto display = choose_display(session, log);
  return execute_build(
      plan, session.ports, *display, [&log](std::string_view chunk) { log.talk(chunk); });
}

// What only others know: the engine, the machine, the cache service.
void ask_around(model::Build& build,
                const BuildSession& session,
                BuilderQuestion& builder,
                ExportCheck& export_check) {
  build.runner = posix::read_runner(session.ports.environment);
  build.run = actions::read_run(session.ports.environment);
  build.builder = builder.answer(build.notices);
  if (build.outcome != model::Outcome::success) {
    return;
  }
  if (build.cache.exported) {
    const auto problems = export_check.problems();
    build.cache.problems.insert(build.cache.problems.end(), problems.begin(), problems.end());
  }
  const std::string image = build.image.digest.empty() ? build.image.ref : build.image.digest;
  if (image.empty()) {
    return;
  }
  if (auto size = docker::image_size(session.ports, image)) {
    build.image.size_bytes = *size;
  } else {
    build.notices.push_back("image size unknown: " + size.error().message);
  }
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
  if (model::gravest(recorded.verdicts) == model::Status::fail) {
    return 1;
  }
  return recorded.saved && delivered ? 0 : 3;
}

} // namespace

Result<int> run_build(const BuildOptions& options, ports::Ports ports) {
  const auto session = plan_session(options, ports);
  if (!session) {
    return tl::unexpected(session.error());
  }
  if (session->arguments.no_build) {
    return pass_through(*session);
  }
  const auto folder = posix::TempFolder::make(temp_parent(ports.environment));
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  const posix::SignalHold hold;
  actions::WorkflowLog log(ports.environment, session->in_actions);
  announce(*session, log);
  BuilderQuestion builder(ports, session->arguments.builder);
  ExportCheck export_check(ports,
                           session->plan.drop_gha_export ? std::vector<model::CacheOption>{}
                                                         : session->arguments.cache_to,
                           session->access);
  log.begin_group("docker buildx build");
  auto execution = execute(*session, folder->path(), log);
  log.end_group();
  if (!execution) {
    return tl::unexpected(execution.error());
  }
  model::Build build =
      make_record(*execution, session->arguments, session->plan, session->redactors.record);
  if (auto trouble = trouble_before_build(build)) {
    return tl::unexpected(std::move(*trouble));
  }
  build.id = util::new_ulid(ports.clock.now());
  ask_around(build, *session, builder, export_check);
  check_context(build, session->settings);
  const Recorded recorded = record(*session, build, log);
  const auto undelivered = deliver(*session,
                                   {.build = build,
                                    .verdicts = recorded.verdicts,
                                    .history = recorded.history,
                                    .metadata = session->redactors.log.clean(execution->metadata),
                                    .image_id = execution->image_id},
                                   log);
  for (const auto& error : undelivered) {
    say(log, "error", error);
  }
  return exit_code(build, recorded, undelivered.empty());
}

} // namespace tidegate::commands
