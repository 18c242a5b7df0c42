// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_session.hpp"

#include "adapters/actions/run_context.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::array progress_modes{"", "auto", "plain", "tty", "quiet", "none", "rawjson"};

bool leaves_the_choice(const std::string& mode) {
  return mode.empty() || mode == "auto";
}

std::string progress_mode(const BuildSession& session) {
  if (session.arguments.quiet) {
    return "quiet";
  }
  const std::string& asked = session.arguments.progress;
  if (!leaves_the_choice(asked) && asked != "tty") {
    return asked;
  }
  const bool terminal = session.ports.environment.err_is_terminal() && !session.in_actions;
  return terminal ? "tty" : "plain";
}

bool is_progress_mode(const std::string& word) {
  return std::ranges::find(progress_modes, word) != progress_modes.end();
}

// As buildx does it: the variable counts where the option leaves the choice.
void settle_progress(BuildSession& session) {
  auto& arguments = session.arguments;
  const std::string wished = session.ports.environment.text("BUILDKIT_PROGRESS");
  arguments.quiet = arguments.quiet || arguments.progress == "quiet";
  if (leaves_the_choice(arguments.progress) && is_progress_mode(wished)) {
    arguments.progress = wished;
  }
}

Result<void> check_arguments(const BuildSession& session) {
  const auto& arguments = session.arguments;
  if (!is_progress_mode(arguments.progress)) {
    return failed(Error::Kind::usage,
                  fmt::format("--progress: \"{}\" is no progress mode", arguments.progress),
                  "known: auto, plain, tty, quiet, rawjson");
  }
  if (arguments.quiet && !leaves_the_choice(arguments.progress) && arguments.progress != "quiet") {
    return failed(
        Error::Kind::usage,
        fmt::format("--progress={} and --quiet cannot be used together", arguments.progress));
  }
  if (session.options.format == Format::json && arguments.stdout_taken) {
    return failed(Error::Kind::usage,
                  "--format json and an image output on stdout cannot both have it",
                  "write the image to a file: --output type=tar,dest=FILE");
  }
  return {};
}

} // namespace

Result<BuildSession> plan_session(const BuildOptions& options, ports::Ports ports) {
  auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  auto arguments = docker::read_build_arguments(options.buildx_args);
  auto redactors = make_redactors(arguments, *settings, ports.environment);
  for (const auto& secret : options.secrets) {
    redactors.record.hide(secret);
    redactors.log.hide(secret);
  }
  auto access = actions::read_cache_access(ports.environment);
  auto plan =
      analysis::plan_cache(arguments.cache_from, arguments.cache_to, access, ports.clock.now());
  BuildSession session{.options = options,
                       .ports = ports,
                       .settings = std::move(*settings),
                       .arguments = std::move(arguments),
                       .redactors = std::move(redactors),
                       .access = std::move(access),
                       .plan = std::move(plan),
                       .in_actions = actions::in_actions(ports.environment)};
  if (auto fine = check_arguments(session); !fine) {
    return tl::unexpected(fine.error());
  }
  settle_progress(session);
  return session;
}

std::vector<std::string> buildx_arguments(const BuildSession& session,
                                          const CacheOmission& omission) {
  const auto leaves = [&](const model::CacheOption& option, bool half, bool unusable) {
    const bool broken = half && (omission.backend.empty() || option.type == omission.backend);
    return broken || (unusable && analysis::uses_job_token(option));
  };
  std::vector<std::string> taken_over{"progress", "quiet", "metadata-file", "iidfile"};
  std::vector<std::string> args; // flags first: behind a `--` they would be a second context
  const auto take_over = [&](const char* name, const auto& options, bool half, bool unusable) {
    if (!half && !unusable) {
      return;
    }
    taken_over.emplace_back(name);
    auto kept = options;
    std::erase_if(kept, [&](const auto& option) { return leaves(option, half, unusable); });
    for (const auto& option : kept) {
      args.push_back(fmt::format("--{}={}", name, option.text));
    }
  };
  const auto& arguments = session.arguments;
  take_over("cache-from", arguments.cache_from, omission.imports, session.plan.drop_gha_import);
  take_over("cache-to", arguments.cache_to, omission.exports, session.plan.drop_gha_export);
  const auto rest = docker::without(session.options.buildx_args, taken_over);
  args.insert(args.end(), rest.begin(), rest.end());
  return args;
}

std::vector<model::CacheOption> used_exports(const BuildSession& session) {
  std::vector<model::CacheOption> exports = session.arguments.cache_to;
  if (session.plan.drop_gha_export) {
    std::erase_if(exports, [](const model::CacheOption& option) { return option.type == "gha"; });
  }
  return exports;
}

std::unique_ptr<report::ProgressDisplay> choose_display(const BuildSession& session,
                                                        actions::WorkflowLog& log) {
  const std::string mode = progress_mode(session);
  const report::TextSink sink = [&log](std::string_view text) { log.talk(text); };
  if (mode == "plain") {
    return report::plain_progress(sink, session.redactors.log);
  }
  if (mode == "tty") {
    const auto& environment = session.ports.environment;
    const bool colour = !environment.get("NO_COLOR").has_value();
    return report::terminal_progress(
        sink,
        [&environment, colour] {
          return report::Screen{.columns = environment.err_columns(),
                                .rows = environment.err_rows(),
                                .colour = colour};
        },
        session.redactors.log);
  }
  return mode == "quiet" ? report::quiet_progress(sink, session.redactors.log)
                         : report::silent_progress();
}

} // namespace tidegate::commands
