// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "commands/events/data_folders.hpp"
#include "commands/events/event_publishing.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <set>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_notes = 100;

void note(model::FetchReport& report, std::string text) {
  if (report.notes.size() < most_notes) {
    report.notes.push_back(std::move(text));
  }
}

// "2026-08-23", of the day that is so long ago.
std::string first_day(ports::Clock& clock, Seconds since) {
  const Time now = clock.now();
  const auto back =
      std::chrono::duration_cast<Time::duration>(std::min<Seconds>(since, now.time_since_epoch()));
  constexpr std::size_t date = 10;
  return util::to_rfc3339(now - back).substr(0, date);
}

// The segments of the branch. A name below events/ that is none of ours is told and passed over.
Result<std::vector<git::TreeFile>> segments_of(const git::Branch& branch,
                                               model::FetchReport& report) {
  return branch.files([&](std::string_view path, bool folder) {
    const bool known = folder ? eventlog::is_segment_folder(path) : eventlog::is_segment_path(path);
    if (!known && path.starts_with("events/")) {
      note(report, fmt::format("{}: no segment of events, passed over", util::to_printable(path)));
    }
    return known;
  });
}

class Fetcher {
public:
  Fetcher(git::Branch& branch, eventlog::SegmentFiles& here, model::FetchReport& report)
      : branch_(branch),
        here_(here),
        report_(report) {}

  Result<void> run(const std::vector<git::TreeFile>& there, const std::string& first) {
    const auto before = here_.list();
    if (!before) {
      return tl::unexpected(before.error());
    }
    const std::set<std::string> held(before->begin(), before->end());
    std::set<std::string> paths;
    std::vector<git::TreeFile> missing;
    for (const git::TreeFile& file : there) {
      paths.insert(file.path);
      const bool wanted = eventlog::day_of(file.path) >= first;
      if (wanted && held.contains(file.path)) {
        ++report_.segments;
      } else if (wanted) {
        missing.push_back(file);
      }
    }
    for (const std::string& path : held) {
      if (!paths.contains(path)) {
        here_.drop(path);
        ++report_.removed;
      }
    }
    return bring(missing);
  }

private:
  Result<void> bring(const std::vector<git::TreeFile>& missing) {
    std::vector<std::string> blobs;
    blobs.reserve(missing.size());
    for (const git::TreeFile& file : missing) {
      blobs.push_back(file.blob);
    }
    if (const auto brought = branch_.bring(blobs); !brought) {
      return tl::unexpected(brought.error().error);
    }
    for (const git::TreeFile& file : missing) {
      if (auto kept = keep(file); !kept) {
        return kept;
      }
    }
    return {};
  }

  Result<void> keep(const git::TreeFile& file) {
    const auto content = branch_.content(file.blob, eventlog::largest_segment);
    if (!content || !eventlog::has_name(*content, file.path)) {
      note(report_,
           fmt::format("{}: {}, passed over",
                       file.path,
                       content ? "the content is not what the name promises"
                               : content.error().message));
      return {};
    }
    auto kept = here_.keep(file.path, *content);
    if (kept) {
      ++report_.segments;
      ++report_.fetched;
      report_.bytes += content->size();
    }
    return kept;
  }

  git::Branch& branch_;
  eventlog::SegmentFiles& here_;
  model::FetchReport& report_;
};

Result<void> fetch(git::Branch& branch,
                   eventlog::SegmentFiles& here,
                   const std::string& first,
                   ports::Clock& clock,
                   model::FetchReport& report) {
  if (const auto looked = look_patiently(branch, clock); !looked) {
    return tl::unexpected(looked.error().error);
  }
  report.url = branch.url();
  report.tip = branch.tip();
  const auto there = segments_of(branch, report);
  if (!there) {
    return tl::unexpected(there.error());
  }
  Result<void> done = here.begin_change();
  done = done ? Fetcher(branch, here, report).run(*there, first) : done;
  return done ? here.end_change(fmt::format("{} since {}", report.tip, first)) : done;
}

} // namespace

model::FetchReport
fetch_events(const model::Settings& settings, const FetchOptions& options, ports::Ports ports) {
  model::FetchReport report;
  report.branch = branch_name(options.remote, settings);
  auto branch = open_branch(options.remote, settings, ports);
  Result<void> done;
  if (branch) {
    report.url = branch->url();
    eventlog::SegmentFiles here(data_folders(settings).branch);
    done = fetch(*branch, here, first_day(ports.clock, options.since), ports.clock, report);
  }
  if (!branch || !done) {
    const Error& error = branch ? done.error() : branch.error();
    report.trouble = to_trouble(error);
  }
  return report;
}

} // namespace tidegate::commands
