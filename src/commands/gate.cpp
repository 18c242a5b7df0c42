// SPDX-License-Identifier: Apache-2.0
#include "commands/gate.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "analysis/gate.hpp"
#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "commands/pasts.hpp"
#include "report/summary.hpp"
#include "report/verdict_facts.hpp"

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

class Judging {
public:
  Judging(const GateOptions& options,
          const model::Policy& policy,
          Ledger& ledger,
          ports::Environment& environment)
      : options_(options),
        policy_(policy),
        ledger_(ledger),
        environment_(environment) {}

  // True: the gate closes. A build that failed is not judged, and nothing to let through.
  bool closes(const model::Build& build, actions::WorkflowLog& log) {
    const auto history = ledger_.history(build, policy_.sigma.window);
    const auto verdicts = analysis::judge(build, pasts_of(ledger_, build, history), policy_);
    if (options_.format == Format::json) {
      environment_.out(codec::to_json(build, verdicts, options_.commit ? -1 : 2) + "\n");
    } else {
      log.answer(report::text_summary(
          {.build = build, .verdicts = verdicts, .history = history, .health = {}}, {}));
      if (options_.explain) {
        explain(verdicts, log);
      }
    }
    return build.outcome != model::Outcome::success
           || model::gravest(verdicts) == model::Status::fail;
  }

private:
  static void explain(const std::vector<model::Verdict>& verdicts, actions::WorkflowLog& log) {
    for (const auto& verdict : verdicts) {
      for (const auto& line : report::explanation(verdict)) {
        log.answer(line + "\n");
      }
    }
  }

  const GateOptions& options_;
  const model::Policy& policy_;
  Ledger& ledger_;
  ports::Environment& environment_;
};

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
  actions::WorkflowLog log(ports.environment);
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: note: {}", damage));
  }
  const auto subjects = options.commit ? of_commit(ledger, *options.commit) : ledger.newest(1);
  if (!subjects) {
    return tl::unexpected(subjects.error());
  }
  if (subjects->empty()) {
    return failed(Error::Kind::external,
                  options.commit
                      ? fmt::format("no recorded build of commit {}", *options.commit)
                      : fmt::format("{}: no recorded build to judge", settings->events_dir),
                  "run `tidegate build` first, or bring the builds of others by `events fetch`");
  }
  Judging judging(options, settings->policy, ledger, ports.environment);
  bool closed = false;
  for (const auto& subject : *subjects) {
    closed |= judging.closes(subject.build, log);
  }
  if (!ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  return closed ? 1 : 0;
}

} // namespace tidegate::commands
