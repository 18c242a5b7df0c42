// SPDX-License-Identifier: Apache-2.0
#include "report/sync_text.hpp"

#include "report/display_width.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::report {
namespace {

constexpr Seconds between_redraws{0.1};
constexpr Seconds between_lines{15};

std::string requests_text(const model::SyncReport& report) {
  std::string text = fmt::format(
      "{}, {} of them counted", util::counted(report.requests, "request"), report.counted);
  if (report.remaining) {
    text += fmt::format(", {} left", *report.remaining);
  }
  return text;
}

std::string progress_text(const model::SyncReport& report) {
  return fmt::format("history of {}: {} new or changed, jobs of {}; {}",
                     report.repository,
                     util::counted(report.runs, "run"),
                     util::counted(report.runs_with_jobs, "run"),
                     requests_text(report));
}

} // namespace

std::string missing_text(const model::SyncReport& report) {
  std::string text;
  if (!report.missing_spans.empty()) {
    const auto& [first, last] = report.missing_spans.front();
    text = fmt::format("the runs of {}, the newest from {} to {}",
                       util::counted(static_cast<int>(report.missing_spans.size()), "span of time"),
                       util::to_rfc3339(first),
                       last ? util::to_rfc3339(*last) : "now");
  }
  if (report.missing_jobs > 0) {
    text += fmt::format("{}the jobs of {}",
                        text.empty() ? "" : ", and ",
                        util::counted(report.missing_jobs, "run"));
  }
  return text;
}

std::string sync_text(const model::SyncReport& report) {
  std::string text = fmt::format("history of {} since {}: {} new or changed, {} of {}; {}\n",
                                 report.repository,
                                 util::to_rfc3339(report.since),
                                 util::counted(report.runs, "run"),
                                 util::counted(report.jobs, "job"),
                                 util::counted(report.runs_with_jobs, "run"),
                                 requests_text(report));
  if (report.waited > Seconds{0}) {
    text += fmt::format("waited {} for GitHub\n", util::show_duration(report.waited));
  }
  if (const std::string missing = missing_text(report); !missing.empty()) {
    text += fmt::format("missing: {}\n", missing);
  }
  return text;
}

SyncProgress::SyncProgress(TextSink sink, std::function<int()> columns)
    : sink_(std::move(sink)),
      columns_(std::move(columns)) {}

void SyncProgress::show(const model::SyncReport& report, Seconds now) {
  const int columns = columns_();
  if (!began_) {
    began_ = true;
    shown_at_ = columns > 0 ? now - between_redraws : now;
  }
  if (now - shown_at_ < (columns > 0 ? between_redraws : between_lines)) {
    return;
  }
  shown_at_ = now;
  const std::string text = progress_text(report);
  if (columns == 0) {
    sink_(text + "\n");
    return;
  }
  shown_ = std::string(fit(text, std::max(columns - 1, 1)));
  sink_("\r" + shown_ + "\x1b[K");
}

void SyncProgress::line(const std::string& text) {
  const std::string before = std::exchange(shown_, {});
  sink_((before.empty() ? "" : "\r\x1b[K") + text + "\n");
}

void SyncProgress::finish() {
  if (!std::exchange(shown_, {}).empty()) {
    sink_("\r\x1b[K");
  }
}

} // namespace tidegate::report
