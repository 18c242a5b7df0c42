// SPDX-License-Identifier: Apache-2.0
#include "commands/build/verify_cache.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/posix/machine.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "analysis/cache_state.hpp"
#include "analysis/verification.hpp"
#include "codec/verification_json.hpp"
#include "commands/build/build_execution.hpp"
#include "commands/build/build_recording.hpp"
#include "commands/build/build_session.hpp"
#include "commands/ledger.hpp"
#include "report/verification_text.hpp"
#include "util/id.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fmt/format.h>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int max_pairs = 100;
constexpr int json_indent = 2;

// A build that failed or was cancelled ends the measurement with its exit code.
struct Stopped {
  int code{0};
};

class Verifier {
public:
  Verifier(const BuildSession& session, std::filesystem::path folder, actions::WorkflowLog& log)
      : session_(session),
        folder_(std::move(folder)),
        log_(log) {
    result_.dockerfile = session.arguments.request.dockerfile;
    const auto& tags = session.arguments.request.tags;
    result_.image = tags.empty() ? "" : tags.front();
    result_.backend = util::join(session.plan.backends, ",");
    result_.warm_from = session.options.verify_prune ? "import" : "builder";
    result_.run = actions::read_run(session.ports.environment);
    result_.runner = posix::read_runner(session.ports.environment);
    result_.started = session.ports.clock.now();
  }

  // Absent: every build went well.
  Result<std::optional<Stopped>> measure(int pairs) {
    auto fill = warm("fill the cache");
    if (!fill || stopped_) {
      return answer(fill);
    }
    for (int pair = 1; pair <= pairs; ++pair) {
      auto cold = build(fmt::format("cold {}/{}", pair, pairs), cold_arguments());
      if (!cold || stopped_) {
        return answer(cold);
      }
      if (auto emptied = empty_builder(); !emptied) {
        return tl::unexpected(emptied.error());
      }
      auto with_cache = warm(fmt::format("warm {}/{}", pair, pairs));
      if (!with_cache || stopped_) {
        return answer(with_cache);
      }
      keep(*cold, *with_cache);
    }
    return std::nullopt;
  }

  model::Verification result() {
    analysis::work_out(result_);
    result_.ended = session_.ports.clock.now();
    result_.id = util::new_ulid(result_.ended);
    return result_;
  }

private:
  [[nodiscard]] Result<std::optional<Stopped>> answer(const Result<Execution>& last) const {
    if (!last) {
      return tl::unexpected(last.error());
    }
    return stopped_;
  }

  [[nodiscard]] std::vector<std::string> cold_arguments() const {
    std::vector<std::string> args{"--no-cache"};
    const CacheOmission all{.imports = true, .exports = true, .backend = {}};
    const auto rest = buildx_arguments(session_, all);
    args.insert(args.end(), rest.begin(), rest.end());
    return args;
  }

  Result<Execution> build(const std::string& what, std::vector<std::string> args) {
    ExecutionPlan plan;
    plan.buildx_args = std::move(args);
    plan.metadata_file = folder_ / "metadata.json";
    plan.iid_file = docker::takes_image_id_file(session_.arguments) ? folder_ / "iid" : "";
    plan.hidden_variables = session_.options.hidden_variables;
    plan.export_limits = session_.settings.export_limits;
    const auto display = report::silent_progress();
    auto execution = execute_build(plan, session_.ports, *display, [](std::string_view) {});
    if (!execution) {
      return execution;
    }
    judge(*execution, what);
    return execution;
  }

  void judge(const Execution& execution, const std::string& what) {
    if (execution.exit.interrupted) {
      stopped_ = Stopped{128 + *execution.exit.interrupted};
    } else if (execution.exit.status != 0) {
      stopped_ = Stopped{4};
      const auto error = docker::explain_failure({.exit_status = execution.exit.status,
                                                  .plain_lines = execution.plain_lines,
                                                  .steps = execution.fold.steps()});
      say(log_,
          "error",
          fmt::format("{}: {}", what, session_.redactors.record.clean(error.message)));
    } else {
      say(log_, "note", fmt::format("{}: {:.2f} s", what, execution.duration.count()));
    }
  }

  Result<Execution> warm(const std::string& what) {
    return build(what, buildx_arguments(session_));
  }

  // Layers of an image that the engine still holds need no download.
  void forget_image() {
    const auto& tags = session_.arguments.request.tags;
    if (tags.empty()) {
      return;
    }
    ports::Command command;
    command.argv = {"docker", "image", "rm", "--force", "--"};
    command.argv.insert(command.argv.end(), tags.begin(), tags.end());
    const auto silent = [](std::string_view) {};
    (void)session_.ports.process.run(command, silent, silent); // it may not be there
  }

  Result<void> empty_builder() {
    if (!session_.options.verify_prune) {
      return {};
    }
    forget_image();
    ports::Command command;
    command.argv = {"docker", "buildx", "prune", "--all", "--force"};
    if (!session_.arguments.builder.empty()) {
      command.argv.push_back("--builder=" + session_.arguments.builder);
    }
    auto exit =
        session_.ports.process.run(command, [](std::string_view) {}, [](std::string_view) {});
    if (!exit) {
      return tl::unexpected(exit.error());
    }
    if (exit->status != 0) {
      return failed(Error::Kind::external,
                    fmt::format("docker buildx prune ended with {}", exit->status),
                    "leave --verify-cache-prune out, or look why the builder cannot be emptied");
    }
    return {};
  }

  void keep(const Execution& cold, const Execution& warm) {
    result_.cold.push_back(cold.duration);
    result_.warm.push_back(warm.duration);
    const auto cache = analysis::read_cache(warm.fold.steps(), session_.plan.backends);
    if (cache.hit_ratio) {
      result_.warm_hit_ratios.push_back(*cache.hit_ratio);
    }
  }

  const BuildSession& session_;
  std::filesystem::path folder_;
  actions::WorkflowLog& log_;
  model::Verification result_;
  std::optional<Stopped> stopped_;
};

Result<int> read_pairs(const std::string& text) {
  int pairs = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, pairs);
  if (error != std::errc{} || stop != end || pairs < 1 || pairs > max_pairs) {
    return failed(Error::Kind::usage,
                  fmt::format("--verify-cache: \"{}\" is not a number from 1 to {}",
                              util::to_printable(text),
                              max_pairs));
  }
  return pairs;
}

Result<void> check(const BuildSession& session) {
  const auto& arguments = session.arguments;
  const bool pushes =
      arguments.push || std::ranges::any_of(arguments.outputs, [](const auto& text) {
        return text.find("push=true") != std::string::npos
               || text.find("type=registry") != std::string::npos;
      });
  if (pushes || arguments.no_build) {
    return failed(Error::Kind::usage,
                  "--verify-cache builds many times and cannot be used with --push, --call or "
                  "--check",
                  "leave them out of the measurement");
  }
  if (arguments.stdout_taken || arguments.request.context == "-"
      || arguments.request.dockerfile == "-") {
    return failed(Error::Kind::usage,
                  "--verify-cache builds many times: standard input and output cannot be used");
  }
  if (session.options.verify_prune && arguments.cache_from.empty()) {
    return failed(Error::Kind::usage,
                  "--verify-cache-prune empties the builder, and there is no --cache-from to build "
                  "from");
  }
  return {};
}

} // namespace

Result<int> verify_cache(const BuildOptions& options, ports::Ports ports) {
  const auto session = plan_session(options, ports);
  if (!session) {
    return tl::unexpected(session.error());
  }
  const auto pairs = read_pairs(options.verify_cache);
  if (!pairs) {
    return tl::unexpected(pairs.error());
  }
  if (auto fine = check(*session); !fine) {
    return tl::unexpected(fine.error());
  }
  const auto folder = posix::TempFolder::make(actions::temp_parent(ports.environment));
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  actions::WorkflowLog log(ports.environment, session->in_actions);
  for (const auto& problem : session->plan.problems) {
    say(log, "warning", problem);
  }
  Verifier verifier(*session, folder->path(), log);
  const auto stopped = verifier.measure(*pairs);
  if (!stopped) {
    return tl::unexpected(stopped.error());
  }
  if (*stopped) {
    return (*stopped)->code;
  }
  const model::Verification result = verifier.result();
  const auto text = options.format == Format::json ? codec::to_json(result, json_indent) + "\n"
                                                   : report::verification_text(result);
  if (session->in_actions) {
    log.talk(text);
  } else {
    ports.environment.out(text);
  }
  Ledger ledger(session->settings);
  if (const auto appended = ledger.append(codec::verification_event(result)); !appended) {
    say(log, "error", appended.error());
    return 3;
  }
  return 0;
}

} // namespace tidegate::commands
