// SPDX-License-Identifier: Apache-2.0
#include "report/event_reports.hpp"

#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

std::string short_commit(const std::string& commit) {
  constexpr std::size_t digits = 10;
  return commit.substr(0, digits);
}

} // namespace

std::string pending_text(const model::PublishReport& report) {
  if (report.pending == 0 || report.spool_files.empty()) {
    return {};
  }
  const std::string& file = report.spool_files.front();
  return fmt::format("{} {} in {} and {} out with the next publish",
                     util::counted(report.pending, "event"),
                     report.pending == 1 ? "stays" : "stay",
                     file.substr(0, file.rfind('/')),
                     report.pending == 1 ? "goes" : "go");
}

std::string publish_text(const model::PublishReport& report) {
  std::string text;
  if (report.published > 0) {
    text = fmt::format("{} on branch {} of {}{}\n",
                       util::counted(report.published, "event"),
                       report.branch,
                       report.url,
                       report.commit.empty() ? " already"
                                             : fmt::format(" ({})", short_commit(report.commit)));
  }
  if (const std::string pending = pending_text(report); !pending.empty()) {
    text += pending + "\n";
  }
  return text.empty() && report.trouble.problem.empty() ? "nothing to publish\n" : text;
}

std::string fetch_text(const model::FetchReport& report) {
  if (report.tip.empty()) {
    return report.trouble.problem.empty()
               ? fmt::format("{} has no branch {}\n", report.url, report.branch)
               : std::string{};
  }
  return fmt::format("{} of branch {} ({}): {} new ({}), {} removed\n",
                     util::counted(report.segments, "segment"),
                     report.branch,
                     short_commit(report.tip),
                     report.fetched,
                     util::show_bytes(report.bytes),
                     report.removed);
}

std::string compact_text(const model::CompactReport& report) {
  if (report.commit.empty()) {
    return report.trouble.problem.empty() ? "nothing to merge\n" : "";
  }
  return fmt::format("{} of {} in {} instead of {} on branch {} ({}){}\n",
                     util::counted(report.events, "event"),
                     util::counted(report.days, "day"),
                     util::counted(report.segments_after, "file"),
                     report.segments_before,
                     report.branch,
                     short_commit(report.commit),
                     report.doubles == 0
                         ? ""
                         : fmt::format(", {} left out", util::counted(report.doubles, "double")));
}

std::string validate_text(const model::ValidateReport& report) {
  std::string text;
  for (const model::BadLine& finding : report.findings) {
    text += finding.line == 0
                ? fmt::format("{}: {}\n", finding.file, finding.reason)
                : fmt::format("{}:{}: {}\n", finding.file, finding.line, finding.reason);
  }
  const int left_out = report.bad - static_cast<int>(report.findings.size());
  if (left_out > 0) {
    text += fmt::format("... and {} more\n", left_out);
  }
  return text + fmt::format("{} good, {} bad\n", util::counted(report.good, "event"), report.bad);
}

} // namespace tidegate::report
