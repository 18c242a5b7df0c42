// SPDX-License-Identifier: Apache-2.0
#include "commands/history/history.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "commands/ledger.hpp"

#include <fmt/format.h>

namespace tidegate::commands {

Result<int> run_history_rebuild(const HistoryRebuildOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  Ledger ledger(*settings, ports.clock.now());
  const auto reading = ledger.open(true);
  if (!reading) {
    return tl::unexpected(reading.error());
  }
  actions::WorkflowLog log(ports.environment);
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: warning: {}", damage));
  }
  if (!ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  if (options.format == Format::json) {
    ports.environment.out(fmt::format(
        "{{\"builds\":{},\"damaged_lines\":{}}}\n", reading->builds, reading->passed_over));
  } else {
    log.answer(fmt::format("{}: {} builds indexed from {}, {} damaged lines passed over\n",
                           settings->store,
                           reading->builds,
                           settings->events_dir,
                           reading->passed_over));
  }
  return 0;
}

} // namespace tidegate::commands
