// SPDX-License-Identifier: Apache-2.0
#include "commands/report.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "analysis/build_diff.hpp"
#include "codec/diff_json.hpp"
#include "commands/recorded_build.hpp"
#include "commands/sharing/reported_build.hpp"
#include "report/diff.hpp"

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;

} // namespace

Result<int> run_report_diff(const ReportDiffOptions& options, ports::Ports ports) {
  if (options.before == "-" && options.after == "-") {
    return failed(Error::Kind::usage, "only one of the two builds can come from standard input");
  }
  ReportLedger ledger(options.settings, ports);
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
    actions::WorkflowLog(ports.environment).answer(report::diff_text(diff));
    break;
  }
  return 0;
}

} // namespace tidegate::commands
