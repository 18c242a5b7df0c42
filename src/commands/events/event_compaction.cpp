// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "commands/events/event_publishing.hpp"
#include "commands/events/event_writer.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

using Day = std::vector<git::TreeFile>;

// The day before which all are old enough: "2026-10-22". Never today, which others write to.
std::string first_young_day(ports::Clock& clock, Seconds older_than) {
  const Time now = clock.now();
  const auto back = std::chrono::duration_cast<Time::duration>(
      std::clamp<Seconds>(older_than, Seconds{0}, now.time_since_epoch()));
  constexpr std::size_t date = 10;
  return util::to_rfc3339(now - back).substr(0, date);
}

// Merges the segments of days, one after another.
class Merger {
public:
  Merger(git::Branch& branch, model::CompactReport& report)
      : branch_(branch),
        report_(report) {}

  // Nothing where there is nothing to merge. Error: external.
  Result<git::Change> plan(const std::string& first_young) {
    report_.days = report_.segments_before = report_.segments_after = 0;
    report_.events = report_.doubles = 0;
    change_ = {};
    const auto days = days_of(first_young);
    if (!days) {
      return tl::unexpected(days.error());
    }
    for (const Day& day : *days) {
      if (auto merged = merge(day); !merged) {
        return tl::unexpected(merged.error());
      }
    }
    change_.message = fmt::format("tidegate: {} events of {} days in {} files instead of {}\n\n"
                                  "[skip ci]\n",
                                  report_.events,
                                  report_.days,
                                  report_.segments_after,
                                  report_.segments_before);
    return std::move(change_);
  }

private:
  // Those with more than one segment, as far as they make a commit of bearable size.
  Result<std::vector<Day>> days_of(const std::string& first_young) {
    const auto files = branch_.files([&](std::string_view path, bool folder) {
      return folder ? eventlog::is_segment_folder(path)
                    : eventlog::is_segment_path(path) && eventlog::day_of(path) < first_young;
    });
    if (!files) {
      return tl::unexpected(files.error());
    }
    std::map<std::string, Day> by_day;
    for (const git::TreeFile& file : *files) {
      by_day[eventlog::day_of(file.path)].push_back(file);
    }
    constexpr std::size_t most_segments = 20'000;
    std::vector<Day> days;
    std::vector<std::string> blobs;
    for (auto& [name, day] : by_day) {
      if (day.size() < 2 || blobs.size() > most_segments) {
        continue;
      }
      for (const git::TreeFile& file : day) {
        blobs.push_back(file.blob);
      }
      days.push_back(std::move(day));
    }
    if (const auto brought = branch_.bring(blobs); !brought) {
      return tl::unexpected(brought.error().error);
    }
    return days;
  }

  Result<void> merge(const Day& day) {
    std::map<std::string, std::string> lines; // by id: in order of time, each event once
    for (const git::TreeFile& file : day) {
      const auto content = branch_.content(file.blob, eventlog::largest_segment);
      if (!content || !take(*content, lines)) {
        report_.notes.push_back(fmt::format("{}: not read, its day stays as it is", file.path));
        return {};
      }
    }
    const auto segments = cut(lines);
    if (!segments) {
      return tl::unexpected(segments.error());
    }
    note(day, *segments, static_cast<int>(lines.size()));
    return {};
  }

  // false: a line is no event, and must not get lost.
  bool take(std::string_view content, std::map<std::string, std::string>& lines) {
    while (!content.empty()) {
      const auto end = content.find('\n');
      const std::string_view line = content.substr(0, end);
      const auto mark = eventlog::mark_of(line);
      if (!mark || end == std::string_view::npos) {
        return false;
      }
      report_.doubles += lines.emplace(mark->ulid, line).second ? 0 : 1;
      content.remove_prefix(end + 1);
    }
    return true;
  }

  static std::vector<std::string> contents_of(const std::map<std::string, std::string>& lines) {
    std::vector<std::string> contents(1);
    for (const auto& [id, line] : lines) {
      if (!contents.back().empty()
          && contents.back().size() + line.size() >= eventlog::largest_event) {
        contents.emplace_back();
      }
      contents.back().append(line).append("\n");
    }
    return contents;
  }

  static Result<std::vector<eventlog::Segment>>
  cut(const std::map<std::string, std::string>& lines) {
    std::vector<eventlog::Segment> segments;
    for (std::string& content : contents_of(lines)) {
      auto segment = eventlog::make_segment(std::move(content));
      if (!segment) {
        return tl::unexpected(std::move(segment.error()));
      }
      segments.push_back(std::move(*segment));
    }
    return segments;
  }

  void note(const Day& day, const std::vector<eventlog::Segment>& segments, int events) {
    std::set<std::string> merged;
    for (const eventlog::Segment& segment : segments) {
      merged.insert(segment.path);
    }
    std::set<std::string> before;
    for (const git::TreeFile& file : day) {
      before.insert(file.path);
    }
    if (merged == before) {
      return; // a day of very many events is as small as it gets
    }
    for (const eventlog::Segment& segment : segments) {
      if (!before.contains(segment.path)) {
        change_.added.push_back({.path = segment.path, .content = segment.content});
      }
    }
    std::ranges::set_difference(before, merged, std::back_inserter(change_.removed));
    ++report_.days;
    report_.segments_before += static_cast<int>(day.size());
    report_.segments_after += static_cast<int>(segments.size());
    report_.events += events;
  }

  git::Branch& branch_;
  model::CompactReport& report_;
  git::Change change_;
};

} // namespace

model::CompactReport
compact_events(const model::Settings& settings, const CompactOptions& options, ports::Ports ports) {
  model::CompactReport report;
  report.branch = branch_name(options.remote, settings);
  auto branch = open_branch(options.remote, settings, ports);
  if (!branch) {
    report.trouble = to_trouble(branch.error());
    return report;
  }
  const std::string first_young = first_young_day(ports.clock, options.older_than);
  Merger merger(*branch, report);
  EventWriter writer(*branch, ports, {.patience = options.patience, .api = {}});
  const auto written = writer.write([&]() -> Result<git::Change> {
    auto change = merger.plan(first_young);
    if (change) {
      change->time = ports.clock.now();
    }
    return change;
  });
  report.url = branch->url();
  report.commit = written.commit;
  report.trouble = written.trouble;
  return report;
}

} // namespace tidegate::commands
