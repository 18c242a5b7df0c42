// SPDX-License-Identifier: Apache-2.0
#include "commands/gate.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "analysis/gate.hpp"
#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "report/summary.hpp"

#include <fmt/format.h>

namespace tidegate::commands {

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
  const auto newest = ledger.newest(1);
  if (!newest) {
    return tl::unexpected(newest.error());
  }
  if (newest->empty()) {
    return failed(Error::Kind::external,
                  fmt::format("{}: no recorded build to judge", settings->events_dir),
                  "run `tidegate build` first, or name the folder with --events-dir");
  }
  const model::Build& build = newest->front().build;
  const auto history = ledger.history(build, settings->policy.sigma.window);
  if (!ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  const auto verdicts = analysis::judge(build, history, settings->policy);
  if (options.format == Format::json) {
    ports.environment.out(codec::to_json(build, verdicts, 2) + "\n");
  } else {
    log.answer(report::text_summary(
        {.build = build, .verdicts = verdicts, .history = history, .health = {}}, {}));
  }
  return model::gravest(verdicts) == model::Status::fail ? 1 : 0;
}

} // namespace tidegate::commands
