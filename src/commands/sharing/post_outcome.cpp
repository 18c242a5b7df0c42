// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/post_outcome.hpp"

#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::commands {

Result<void> tell(const model::PostReport& report, Format format, actions::WorkflowLog& log) {
  using Status = model::PostReport::Status;
  for (const auto& note : report.notes) {
    log.line(fmt::format("tidegate: note: {}", util::to_printable(note)));
  }
  if (report.status == Status::refused) {
    return failed(report.trouble.usage ? Error::Kind::usage : Error::Kind::external,
                  report.trouble.problem,
                  report.trouble.hint);
  }
  if (format == Format::text && report.status != Status::nothing) {
    log.line(fmt::format("tidegate: {} {}{}",
                         report.kind,
                         model::to_text(report.status),
                         report.url.empty() ? "" : ": " + report.url));
  }
  return {};
}

} // namespace tidegate::commands
