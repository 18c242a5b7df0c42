// SPDX-License-Identifier: Apache-2.0
#include "commands/report.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "analysis/build_diff.hpp"
#include "codec/diff_json.hpp"
#include "commands/ledger.hpp"
#include "commands/recorded_build.hpp"
#include "report/diff.hpp"

#include <fmt/format.h>
#include <optional>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;

class LazyLedger {
public:
  LazyLedger(const SettingsOverrides& overrides, ports::Ports ports)
      : overrides_(overrides),
        ports_(ports) {}

  Result<Ledger*> open() {
    if (ledger_) {
      return &*ledger_;
    }
    const auto settings = load_settings(overrides_);
    if (!settings) {
      return tl::unexpected(settings.error());
    }
    ledger_.emplace(*settings);
    const auto reading = ledger_->open();
    if (!reading) {
      return tl::unexpected(reading.error());
    }
    actions::WorkflowLog log(ports_.environment, actions::in_actions(ports_.environment));
    for (const auto& damage : reading->damage) {
      log.line(fmt::format("tidegate: note: {}", damage));
    }
    if (!ledger_->notice().empty()) {
      log.line(fmt::format("tidegate: note: {}", ledger_->notice()));
    }
    return &*ledger_;
  }

private:
  const SettingsOverrides& overrides_;
  ports::Ports ports_;
  std::optional<Ledger> ledger_;
};

// Step names come from a Dockerfile, and inside Actions stdout is not fenced.
void show(const std::string& text, ports::Ports ports) {
  if (actions::in_actions(ports.environment)) {
    actions::WorkflowLog(ports.environment, true).talk(text);
  } else {
    ports.environment.out(text);
  }
}

} // namespace

Result<int> run_report_diff(const ReportDiffOptions& options, ports::Ports ports) {
  if (options.before == "-" && options.after == "-") {
    return failed(Error::Kind::usage, "only one of the two builds can come from standard input");
  }
  LazyLedger ledger(options.settings, ports);
  const OpenLedger open = [&] { return ledger.open(); };
  const auto before = find_build(options.before, open);
  if (!before) {
    return tl::unexpected(before.error());
  }
  const auto after = find_build(options.after, open);
  if (!after) {
    return tl::unexpected(after.error());
  }
  const model::BuildDiff diff = analysis::compare(*before, *after);
  switch (options.format) {
  case ReportFormat::json:
    ports.environment.out(codec::to_json(diff, json_indent) + "\n");
    break;
  case ReportFormat::markdown: // for $GITHUB_STEP_SUMMARY and files, so it goes to stdout always
    ports.environment.out(report::diff_markdown(diff));
    break;
  case ReportFormat::text:
    show(report::diff_text(diff), ports);
    break;
  }
  return 0;
}

} // namespace tidegate::commands
