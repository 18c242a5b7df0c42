// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_attempts.hpp"

#include "adapters/docker/failure.hpp"
#include "analysis/attempts.hpp"
#include "analysis/cache_trouble.hpp"
#include "commands/build/build_record.hpp"
#include "commands/build/build_recording.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

namespace tidegate::commands {
namespace {

using analysis::CacheBreak;

Result<Execution> execute(const BuildSession& session,
                          const CacheOmission& omission,
                          const std::filesystem::path& folder,
                          actions::WorkflowLog& log) {
  const auto& arguments = session.arguments;
  ExecutionPlan plan;
  plan.buildx_args = buildx_arguments(session, omission);
  plan.own_metadata = arguments.metadata_file.empty() && !session.in_actions;
  plan.metadata_file = arguments.metadata_file.empty() ? (folder / "metadata.json").string()
                                                       : arguments.metadata_file;
  plan.iid_file = arguments.iid_file;
  if (plan.iid_file.empty() && docker::takes_image_id_file(arguments)) {
    plan.iid_file = folder / "iid";
  }
  plan.hidden_variables = session.options.hidden_variables;
  plan.raw_progress = arguments.progress == "rawjson" && !arguments.quiet;
  plan.export_limits = session.settings.export_limits;
  const auto display = choose_display(session, log);
  return execute_build(
      plan, session.ports, *display, [&log](std::string_view chunk) { log.talk(chunk); });
}

// We stopped it, nobody else: that is a failure of the cache and no cancellation.
void blame_stall(model::Build& build, const Execution& execution) {
  const bool told_to_stop = execution.exit.interrupted.has_value();
  if (execution.stalled.empty() || told_to_stop || build.outcome == model::Outcome::success) {
    return;
  }
  build.outcome = model::Outcome::failure;
  build.error = model::BuildError{.kind = "cache_service",
                                  .message = execution.stalled,
                                  .line = std::nullopt,
                                  .file = {},
                                  .excerpt = {}};
  analysis::add_trouble(build.cache, analysis::make_trouble("export-stalled", execution.stalled));
}

void note_plain_progress(model::Build& build, const Execution& execution) {
  if (build.steps.empty() && docker::is_plain_progress(execution.plain_lines)) {
    build.notices.emplace_back("the steps of this build are unknown: buildx answered "
                               "--progress=rawjson with plain progress; it is older than 0.13");
  }
}

model::Build record_of(const BuildSession& session, const Execution& execution) {
  model::Build build =
      make_record(execution, session.arguments, session.plan, session.redactors.record);
  blame_stall(build, execution);
  note_plain_progress(build, execution);
  return build;
}

std::optional<CacheBreak> what_broke(const model::Build& build) {
  auto found = analysis::find_cache_break(build);
  if (found && std::ranges::any_of(build.cache.troubles, [](const auto& trouble) {
        return trouble.kind == "export-stalled";
      })) {
    return CacheBreak{.kind = "export-stalled", .half = "export", .backend = ""};
  }
  return found;
}

// What was read from a pipe or written to one cannot be had again.
std::string obstacle(const BuildSession& session) {
  constexpr std::array<std::string_view, 2> pipes{"-", "/dev/stdin"};
  const auto piped = [&](const std::string& source) {
    return std::ranges::find(pipes, source) != pipes.end();
  };
  const auto& arguments = session.arguments;
  if (piped(arguments.request.context) || piped(arguments.request.dockerfile)) {
    return "its context or Dockerfile came from standard input";
  }
  return arguments.stdout_taken ? "its output went to standard output" : "";
}

// As CacheBreak names it.
std::string half_of(const CacheOmission& omission) {
  if (omission.imports && omission.exports) {
    return "both";
  }
  return omission.imports ? "import" : "export";
}

std::string_view half_in_words(const CacheOmission& omission) {
  if (omission.imports && omission.exports) {
    return "import and export";
  }
  return omission.imports ? "import" : "export";
}

// The broken half and what was left out before; absent where that would leave out nothing more.
std::optional<CacheOmission>
wider(const BuildSession& session, const CacheOmission& before, const CacheBreak& broken) {
  CacheOmission omission = before;
  const bool first = !before.imports && !before.exports;
  omission.backend = first || before.backend == broken.backend ? broken.backend : "";
  omission.imports = before.imports || broken.half != "export";
  omission.exports = before.exports || broken.half != "import";
  const bool changes = buildx_arguments(session, omission) != buildx_arguments(session, before);
  return changes ? std::optional(omission) : std::nullopt;
}

// What to leave out of the next attempt; absent where there is to be none.
std::optional<CacheOmission> next_attempt(const BuildSession& session,
                                          const CacheOmission& before,
                                          const std::optional<CacheBreak>& broken,
                                          actions::WorkflowLog& log) {
  if (!broken) {
    return std::nullopt;
  }
  auto omission = wider(session, before, *broken);
  if (!omission || session.settings.on_cache_failure == model::OnCacheFailure::fail) {
    return std::nullopt;
  }
  if (const std::string reason = obstacle(session); !reason.empty()) {
    say(log, "note", "the build cannot be made again without the cache: " + reason);
    return std::nullopt;
  }
  say(log,
      "warning",
      fmt::format("the cache broke the build, not the Dockerfile ({}); building again without the "
                  "cache {}",
                  broken->kind,
                  half_in_words(*omission)));
  return omission;
}

} // namespace

Result<Attempts> execute_attempts(const BuildSession& session,
                                  const std::filesystem::path& folder,
                                  actions::WorkflowLog& log) {
  CacheOmission omission;
  std::optional<Attempts> result;
  std::optional<CacheBreak> reason;
  std::string title = "docker buildx build";
  for (;;) {
    log.begin_group(title);
    auto execution = execute(session, omission, folder, log);
    log.end_group();
    if (!execution) {
      return tl::unexpected(execution.error());
    }
    model::Build build = record_of(session, *execution);
    const auto broken = what_broke(build);
    if (result) {
      reason->half = half_of(omission);
      build = analysis::join_attempts(result->build, std::move(build), *reason);
    }
    result = Attempts{std::move(*execution), std::move(build)};
    const auto next = next_attempt(session, omission, broken, log);
    if (!next) {
      return std::move(*result);
    }
    reason = broken;
    omission = *next;
    title = fmt::format("docker buildx build without the cache {}", half_in_words(omission));
  }
}

} // namespace tidegate::commands
