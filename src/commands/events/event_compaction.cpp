// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "commands/events/days.hpp"
#include "commands/events/event_publishing.hpp"
#include "commands/events/event_writer.hpp"
#include "util/lines.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

using Day = std::vector<git::TreeFile>;

// What one commit changes.
struct Round {
  git::Change change{};
  std::size_t bytes{0}; // of the new segments
  int days{0};
  int segments_before{0};
  int segments_after{0};
  int events{0};
  int doubles{0};
};

// Merges the segments of days, one after another, as many as make a commit of bearable size.
class Merger {
public:
  // Days before `first_young`.
  Merger(git::Branch& branch,
         ports::Clock& clock,
         std::string first_young,
         model::CompactReport& report)
      : branch_(branch),
        clock_(clock),
        first_young_(std::move(first_young)),
        report_(report) {}

  // Nothing where there is nothing to merge. Error: external.
  Result<git::Change> plan() {
    round_ = {};
    more_ = false;
    const auto days = next_days();
    if (!days) {
      return tl::unexpected(days.error());
    }
    constexpr std::size_t most_bytes = 64U << 20U;
    for (const Day& day : *days) {
      if (round_.bytes > most_bytes) {
        more_ = true;
        break;
      }
      if (auto merged = merge(day); !merged) {
        return tl::unexpected(merged.error());
      }
    }
    round_.change.message =
        fmt::format("tidegate: {} events of {} days in {} files instead of {}\n\n[skip ci]\n",
                    round_.events,
                    round_.days,
                    round_.segments_after,
                    round_.segments_before);
    round_.change.time = clock_.now();
    return std::move(round_.change);
  }

  // The last plan is on the branch.
  void count() {
    report_.days += round_.days;
    report_.segments_before += round_.segments_before;
    report_.segments_after += round_.segments_after;
    report_.events += round_.events;
    report_.doubles += round_.doubles;
  }

  // The last plan is not all.
  [[nodiscard]] bool more() const { return more_; }

private:
  // Those with more than one segment.
  Result<std::vector<Day>> next_days() {
    const auto files = branch_.files([&](std::string_view path, bool folder) {
      return folder ? eventlog::is_segment_folder(path)
                    : eventlog::is_segment_path(path) && eventlog::day_of(path) < first_young_;
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
      if (day.size() < 2 || as_they_are_.contains(name)) {
        continue;
      }
      if (blobs.size() > most_segments) {
        more_ = true;
        break;
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
    const int doubles_before = round_.doubles;
    for (const git::TreeFile& file : day) {
      if (const std::string wrong = take(file, lines); !wrong.empty()) {
        report_.notes.push_back(fmt::format("{}: {}, its day stays as it is", file.path, wrong));
        round_.doubles = doubles_before;
        as_they_are_.insert(eventlog::day_of(file.path));
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

  // Says why the file must stay: nothing of it may get lost, and what nobody would fetch must not
  // get a good name.
  std::string take(const git::TreeFile& file, std::map<std::string, std::string>& lines) {
    const auto content = branch_.content(file.blob, eventlog::largest_segment);
    if (!content) {
      return "not read";
    }
    if (!content->ends_with('\n') || !eventlog::has_name(*content, file.path)) {
      return "the content is not what the name promises";
    }
    std::string wrong;
    const std::string day = eventlog::day_of(file.path);
    util::each_line(*content, [&](std::string_view line) {
      wrong = wrong.empty() ? take_line(line, day, lines) : wrong;
    });
    return wrong;
  }

  std::string take_line(std::string_view line,
                        const std::string& day,
                        std::map<std::string, std::string>& lines) {
    const auto mark = eventlog::mark_of_event(line);
    if (!mark || mark->day != day) {
      return mark ? "it has an event of another day" : "a line of it is no event";
    }
    const auto [known, is_new] = lines.emplace(mark->ulid, line);
    round_.doubles += is_new ? 0 : 1;
    return known->second == line ? "" : "it has another event with an id that is there already";
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
      as_they_are_.insert(eventlog::day_of(*before.begin()));
      return; // a day of very many events is as small as it gets
    }
    for (const eventlog::Segment& segment : segments) {
      if (!before.contains(segment.path)) {
        round_.change.added.push_back({.path = segment.path, .content = segment.content});
        round_.bytes += segment.content.size();
      }
    }
    std::ranges::set_difference(before, merged, std::back_inserter(round_.change.removed));
    ++round_.days;
    round_.segments_before += static_cast<int>(day.size());
    round_.segments_after += static_cast<int>(segments.size());
    round_.events += events;
  }

  git::Branch& branch_;
  ports::Clock& clock_;
  std::string first_young_;
  model::CompactReport& report_;
  Round round_;
  std::set<std::string> as_they_are_; // days
  bool more_{false};
};

// One commit after another. Where one goes wrong, those before it are on the branch.
EventWriter::Written write_all(Merger& merger, EventWriter& writer) {
  const EventWriter::Plan plan = [&] { return merger.plan(); };
  std::string commit;
  EventWriter::Written written;
  do {
    written = writer.write(plan);
    if (written.done && !written.commit.empty()) {
      merger.count();
      commit = written.commit;
    }
  } while (written.done && merger.more());
  written.commit = commit;
  return written;
}

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
  // Today is never old: others write to it.
  Merger merger(*branch, ports.clock, day_back(ports.clock.now(), options.older_than), report);
  EventWriter writer(*branch, ports, {.patience = options.patience, .api = {}});
  const auto written = write_all(merger, writer);
  report.url = branch->url();
  report.commit = written.commit;
  report.trouble = written.trouble;
  return report;
}

} // namespace tidegate::commands
