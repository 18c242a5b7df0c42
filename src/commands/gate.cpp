// SPDX-License-Identifier: Apache-2.0
#include "commands/gate.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "analysis/gate.hpp"
#include "analysis/run_verdicts.hpp"
#include "codec/build_json.hpp"
#include "commands/gate_release.hpp"
#include "commands/gate_subjects.hpp"
#include "commands/ledger.hpp"
#include "commands/pasts.hpp"
#include "commands/run_history.hpp"
#include "report/summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace tidegate::commands {
namespace {

class Judging {
public:
  explicit Judging(const GateRoom& room)
      : room_(room) {}

  // True: the gate closes. A build that failed is not judged, and nothing to let through.
  bool closes(const model::Build& build) {
    const auto history = room_.ledger.history(build, room_.settings.policy.sigma.window);
    const auto past = pasts_of(room_.ledger, build, history);
    if (!past.history.available && room_.settings.policy.mode != model::GateMode::off) {
      unread_ = past.history.problem;
    }
    auto verdicts = analysis::judge(build, past, room_.settings.policy);
    add_runs(build, verdicts);
    if (room_.options.format == Format::json) {
      room_.ports.environment.out(codec::to_json(build, verdicts, room_.options.commit ? -1 : 2)
                                  + "\n");
    } else {
      room_.log.answer(report::text_summary(
          {.build = build, .verdicts = verdicts, .history = history, .health = {}}, {}));
      if (room_.options.explain) {
        explain(verdicts, room_.log);
      }
    }
    return build.outcome != model::Outcome::success
           || model::gravest(verdicts) == model::Status::fail;
  }

  // Why the past of a build could not be read; empty where it could.
  [[nodiscard]] const std::string& unread() const { return unread_; }

private:
  // The runs are those of the branch, whatever was built there: they are told once.
  void add_runs(const model::Build& build, std::vector<model::Verdict>& verdicts) {
    if (runs_told_ || build.outcome != model::Outcome::success) {
      return;
    }
    runs_told_ = true;
    const auto past = read_run_history(
        room_.settings, build.run.repository, branch_of(build.run.ref), room_.ports);
    if (!past.problem.empty()) {
      room_.log.line("tidegate: note: the run history is not judged: " + past.problem);
    }
    std::ranges::move(analysis::run_verdicts(past.runs, room_.settings.policy),
                      std::back_inserter(verdicts));
  }

  const GateRoom& room_;
  bool runs_told_{false};
  std::string unread_;
};

Result<int> judge_builds(const GateRoom& room) {
  const auto& commit = room.options.commit;
  const auto subjects = commit ? builds_of_commit(room.ledger, *commit) : room.ledger.newest(1);
  if (!subjects) {
    return tl::unexpected(subjects.error());
  }
  if (subjects->empty()) {
    return no_builds(commit, room.settings.events_dir);
  }
  tell_of_future(*subjects, room.ports.clock.now(), room.log);
  Judging judging(room);
  bool closed = false;
  for (const auto& subject : *subjects) {
    closed |= judging.closes(subject.build);
  }
  if (!closed && !judging.unread().empty()) {
    return failed(Error::Kind::external,
                  "not judged by its past: " + judging.unread(),
                  "`tidegate history rebuild` makes the history again from the event log");
  }
  return closed ? 1 : 0;
}

} // namespace

Result<int> run_gate(const GateOptions& options, ports::Ports ports) {
  if (!options.release && (options.branch || options.last)) {
    return failed(Error::Kind::usage,
                  fmt::format("{} is of a release alone", options.last ? "--last" : "--branch"),
                  "tidegate gate --release");
  }
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  Ledger ledger(*settings, ports.clock.now());
  const auto reading = ledger.open();
  if (!reading) {
    return tl::unexpected(reading.error());
  }
  actions::WorkflowLog log(ports.environment);
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: note: {}", damage));
  }
  const GateRoom room{
      .options = options, .settings = *settings, .ledger = ledger, .log = log, .ports = ports};
  const auto code = options.release ? judge_release(room) : judge_builds(room);
  if (code && !ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  return code;
}

} // namespace tidegate::commands
