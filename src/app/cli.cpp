// SPDX-License-Identifier: Apache-2.0
#include "app/cli.hpp"

#include "adapters/docker/arguments.hpp"
#include "app/cli_parts.hpp"
#include "commands/build/build.hpp"
#include "commands/gate.hpp"
#include "commands/observe/observe.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace tidegate::app {
namespace {

using commands::SettingsOverrides;

// Long names of the options that `build` does not hand on to buildx.
const std::vector<std::string> build_values{"config",
                                            "events-dir",
                                            "store",
                                            "format",
                                            "max-build-time",
                                            "max-image-size",
                                            "min-cache-hit-ratio",
                                            "gate",
                                            "on-fail",
                                            "on-cache-failure",
                                            "cache-export-limit",
                                            "cache-export-stall"};
const std::vector<std::string> build_flags{"help", "verify-cache", "verify-cache-prune"};

void add_policy(CLI::App& command, SettingsOverrides& settings) {
  command
      .add_option(
          "--max-build-time", settings.max_build_time, "budget for the build, such as 90s or 2m30s")
      ->type_name("TIME");
  command
      .add_option(
          "--max-image-size", settings.max_image_size, "budget for the image, such as 250MB")
      ->type_name("SIZE");
  command
      .add_option("--min-cache-hit-ratio",
                  settings.min_cache_hit_ratio,
                  "least share of steps from the cache, such as 60%")
      ->type_name("RATIO");
  command.add_option("--gate", settings.gate_mode, "statistical rule: prediction, sigma or off")
      ->type_name("MODE");
  command.add_option("--on-fail", settings.on_fail, "what a failed verdict does: fail or warn")
      ->type_name("ACTION");
}

void add_cache_policy(CLI::App& command, SettingsOverrides& settings) {
  command
      .add_option("--on-cache-failure",
                  settings.on_cache_failure,
                  "where the cache, not the Dockerfile, broke the build: rebuild or fail")
      ->type_name("ACTION");
  command
      .add_option("--cache-export-limit",
                  settings.cache_export_limit,
                  "stop a cache export that takes longer (default 10m)")
      ->type_name("TIME");
  command
      .add_option("--cache-export-stall",
                  settings.cache_export_stall,
                  "stop a cache export without progress for so long (default 2m)")
      ->type_name("TIME");
}

void add_build(CLI::App& app, Invocation& chosen) {
  auto options = std::make_shared<commands::BuildOptions>();
  auto* command = app.add_subcommand("build",
                                     "run `docker buildx build`, record and judge it; all of its "
                                     "options and arguments pass through");
  command->footer(std::string("Everything else goes to `docker buildx build` (see its --help).\n")
                  + exit_codes);
  add_places(*command, options->settings);
  add_policy(*command, options->settings);
  add_cache_policy(*command, options->settings);
  add_format(*command, options->format);
  command
      ->add_option("--verify-cache",
                   options->verify_cache,
                   "--verify-cache=N: measure what the cache is worth, by so many pairs of a build "
                   "without it and one with it; 3 without =N")
      ->type_name("N");
  command->add_flag("--verify-cache-prune",
                    options->verify_prune,
                    "empty the builder before each build with the cache, so that all of it must "
                    "come from --cache-from");
  command->add_option("buildx_args", options->buildx_args)->group("");
  on_call(*command, options, &commands::run_build, chosen);
}

void add_release(CLI::App& command, commands::GateOptions& options) {
  command.add_flag("--release",
                   options.release,
                   "all that a release must meet at once: its builds, open regressions, health and "
                   "the last runs of the branch");
  command
      .add_option("--branch",
                  options.branch,
                  "of a release: whose regressions and runs count (default: that of the builds)")
      ->type_name("BRANCH");
  command
      .add_option("--last",
                  options.last,
                  "of a release: at least 8 of 10 of so many runs succeeded (default 10)")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N");
}

void add_gate(CLI::App& app, Invocation& chosen) {
  auto options = std::make_shared<commands::GateOptions>();
  auto* command =
      app.add_subcommand("gate", "judge the newest recorded build under the policy of now");
  command->footer(exit_codes);
  add_places(*command, options->settings);
  add_policy(*command, options->settings);
  add_format(*command, options->format);
  command
      ->add_option(
          "--commit", options->commit, "the newest build of each image, leg and job of this commit")
      ->type_name("SHA");
  command->add_flag(
      "--explain", options->explain, "the arithmetic of each verdict too, to be redone by hand");
  add_release(*command, *options);
  on_call(*command, options, &commands::run_gate, chosen);
  add_backtest(*command, chosen);
}

void add_observe(CLI::App& app, Invocation& chosen) {
  auto options = std::make_shared<commands::ObserveOptions>();
  auto* command = app.add_subcommand(
      "observe", "print the record of a build that something else ran; `-` is standard input");
  command->footer(
      "Exit codes: 0 a build was read, also a failed one, 1 it was published and the gate "
      "failed, 2 usage or configuration error, 3 no build in it.");
  const auto file = [&](const char* name, std::string& path, const char* what) {
    command->add_option(name, path, what)->type_name("FILE");
  };
  file("--rawjson", options->rawjson, "a log of --progress=rawjson");
  file("--log", options->log, "a log of --progress=plain");
  file("--record", options->record, "a .dockerbuild file");
  auto* history = command
                      ->add_option("--history",
                                   options->ref,
                                   "the engine's own build history: REF as docker buildx history "
                                   "takes it, or the newest build")
                      ->expected(0, 1)
                      ->type_name("REF");
  // Not by each(): that is not called where REF is left out.
  command->parse_complete_callback([options, history] { options->history = history->count() > 0; });
  file("--image", options->image, "an image archive (docker save, OCI), alone or beside a source");
  file("--metadata", options->metadata, "the --metadata-file of the same build");
  file("--dockerfile", options->dockerfile, "the Dockerfile, for lines that the source leaves out");
  command->add_flag(
      "--publish", options->publish, "record and judge it as `build` does; so does --events-dir");
  add_places(*command, options->settings);
  add_format(*command, options->format);
  on_call(*command, options, &commands::run_observe, chosen);
}

// `build` shares its command line with buildx: our own options first, a `--`, then all of buildx's.
std::vector<std::string> arranged(const std::vector<std::string>& args) {
  if (args.empty() || args.front() != "build") {
    return args;
  }
  const std::vector<std::string> rest(args.begin() + 1, args.end());
  if (!rest.empty() && rest.front() == "-h") {
    return {"build", "--help"};
  }
  const auto split = docker::split_arguments(rest, build_values, build_flags);
  std::vector<std::string> all{"build"};
  all.insert(all.end(), split.own.begin(), split.own.end());
  // The number is optional, and only behind a `=`: what follows may be the context.
  std::ranges::replace(all, std::string("--verify-cache"), std::string("--verify-cache=3"));
  all.emplace_back("--");
  all.insert(all.end(), split.buildx.begin(), split.buildx.end());
  return all;
}

// `events foo`: CLI11 says only that a subcommand is missing.
Error wrong_usage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  std::string words = "tidegate";
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    words += " " + command->get_name();
  }
  const auto rest = command->remaining();
  const std::string hint = words + " --help";
  if (rest.empty() || error.get_exit_code() != static_cast<int>(CLI::ExitCodes::RequiredError)) {
    return {Error::Kind::usage, util::to_printable(error.what()), hint};
  }
  const std::string unknown = util::shorten(util::to_printable(rest.front()), 100);
  return {Error::Kind::usage, fmt::format("{} does not know {}", words, unknown), hint};
}

// `gate --commit X backtest`: CLI11 takes the option, and nothing reads it.
std::optional<Error> option_without_effect(const CLI::App& app) {
  const CLI::App* command = &app;
  std::string words = "tidegate";
  while (!command->get_subcommands().empty()) {
    const CLI::App* below = command->get_subcommands().front();
    const std::string more = words + " " + below->get_name();
    const auto options = command->get_options();
    const auto given =
        std::ranges::find_if(options, [](const auto* option) { return option->count() > 0; });
    if (given != options.end()) {
      return Error{
          Error::Kind::usage,
          fmt::format(
              "{} belongs to `{}`, and `{}` would not heed it", (*given)->get_name(), words, more),
          more + " --help"};
    }
    command = below;
    words = more;
  }
  return std::nullopt;
}

Invocation printing(std::string text) {
  return [text = std::move(text)](ports::Ports ports) -> Result<int> {
    ports.environment.out(text + "\n");
    return 0;
  };
}

} // namespace

Result<Invocation> parse_command_line(const std::vector<std::string>& args) {
  if (std::ranges::equal(args, std::array{"--version"})) {
    return printing("tidegate " TIDEGATE_VERSION); // without the cost of building the whole parser
  }
  CLI::App app{"tidegate: the gate that closes when container builds rise", "tidegate"};
  app.footer(exit_codes);
  app.set_version_flag("--version", "tidegate " TIDEGATE_VERSION);
  app.require_subcommand(1);
  Invocation chosen;
  add_build(app, chosen);
  add_gate(app, chosen);
  add_bless(app, chosen);
  add_observe(app, chosen);
  add_events(app, chosen);
  add_history(app, chosen);
  add_report(app, chosen);
  add_init(app, chosen);
  add_action(app, chosen);
  auto reversed = arranged(args);
  std::ranges::reverse(reversed); // CLI11 takes its vector from the back
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return printing(app.help()); // of the subcommand that was asked about
  } catch (const CLI::CallForVersion&) {
    return printing("tidegate " TIDEGATE_VERSION);
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(wrong_usage(app, error));
  }
  if (auto error = option_without_effect(app)) {
    return tl::unexpected(std::move(*error));
  }
  return chosen;
}

} // namespace tidegate::app
