// SPDX-License-Identifier: Apache-2.0
#include "commands/gate.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "analysis/gate.hpp"
#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "report/summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace tidegate::commands {
namespace {

constexpr int most_builds = 1000; // of one commit
constexpr std::size_t shortest_commit = 7;

// The newest build of each thing that the commit was built into.
Result<std::vector<codec::JudgedBuild>> of_commit(Ledger& ledger, const std::string& commit) {
  const bool plausible = commit.size() >= shortest_commit
                         && commit.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!plausible) {
    return failed(Error::Kind::usage,
                  fmt::format("--commit: \"{}\" is no commit", commit),
                  "its id, or the first 7 digits of it at least, in lower case");
  }
  auto found = ledger.of_commit(commit, most_builds);
  if (found) {
    std::vector<model::SeriesKey> seen;
    std::erase_if(*found, [&seen](const codec::JudgedBuild& judged) {
      auto key = model::series_key(judged.build);
      key.cache_state.reset(); // how it was built, and on what, is not what was built
      key.cpu_model.clear();
      key.cpus = 0;
      const bool older = std::ranges::find(seen, key) != seen.end();
      seen.push_back(std::move(key));
      return older;
    });
  }
  return found;
}

// True: the gate closes. A build that failed is not judged, and nothing to let through.
bool judge_again(const model::Build& build,
                 Ledger& ledger,
                 const model::Settings& settings,
                 const GateOptions& options,
                 actions::WorkflowLog& log,
                 ports::Environment& environment) {
  const auto history = ledger.history(build, settings.policy.sigma.window);
  const auto verdicts = analysis::judge(build, history, settings.policy);
  if (options.format == Format::json) {
    environment.out(codec::to_json(build, verdicts, options.commit.empty() ? 2 : -1) + "\n");
  } else {
    log.answer(report::text_summary(
        {.build = build, .verdicts = verdicts, .history = history, .health = {}}, {}));
  }
  return build.outcome != model::Outcome::success
         || model::gravest(verdicts) == model::Status::fail;
}

} // namespace

Result<int> run_gate(const GateOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  Ledger ledger(*settings);
  const auto reading = ledger.open();
  if (!reading) {
    return tl::unexpected(reading.error());
  }
  actions::WorkflowLog log(ports.environment, actions::in_actions(ports.environment));
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: note: {}", damage));
  }
  const auto subjects =
      options.commit.empty() ? ledger.newest(1) : of_commit(ledger, options.commit);
  if (!subjects) {
    return tl::unexpected(subjects.error());
  }
  if (subjects->empty()) {
    return failed(Error::Kind::external,
                  options.commit.empty()
                      ? fmt::format("{}: no recorded build to judge", settings->events_dir)
                      : fmt::format("no recorded build of commit {}", options.commit),
                  "run `tidegate build` first, or bring the builds of others by `events fetch`");
  }
  bool closed = false;
  for (const auto& subject : *subjects) {
    closed |= judge_again(subject.build, ledger, *settings, options, log, ports.environment);
  }
  if (!ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  return closed ? 1 : 0;
}

} // namespace tidegate::commands
