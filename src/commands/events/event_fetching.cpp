// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "commands/events/data_folders.hpp"
#include "commands/events/days.hpp"
#include "commands/events/event_publishing.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_notes = 100;

void note(model::FetchReport& report, std::string text) {
  if (report.notes.size() < most_notes) {
    report.notes.push_back(std::move(text));
  }
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
        bytes_ += size_of(here_.folder() / file.path);
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
    std::ranges::reverse(missing); // the newest first
    auto done = bring(missing);
    if (left_out_ > 0) {
      report_.notes.push_back(
          fmt::format("{} left out: what is fetched is {} at most; give a later --since",
                      util::counted(left_out_, "segment"),
                      util::show_bytes(most_bytes)));
    }
    return done;
  }

private:
  static constexpr std::string_view misnamed = "the content is not what the name promises";
  static constexpr std::uint64_t most_bytes = 1UL << 30U; // on disk, of the time that was asked for

  static std::uint64_t size_of(const std::filesystem::path& file) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    return unknown ? 0 : size;
  }

  // Part by part: what came stays when a later part does not, and libgit2's memory of the bases of
  // deltas (16 MiB) holds a part whole.
  Result<void> bring(std::span<const git::TreeFile> missing) {
    constexpr std::size_t most = 500;
    Result<void> done;
    for (; done && !missing.empty(); missing = missing.subspan(std::min(most, missing.size()))) {
      done = bring_part(missing.first(std::min(most, missing.size())));
    }
    return done;
  }

  Result<void> bring_part(std::span<const git::TreeFile> files) {
    std::vector<std::string> blobs;
    blobs.reserve(files.size());
    for (const git::TreeFile& file : files) {
      blobs.push_back(file.blob);
    }
    if (const auto brought = branch_.bring(blobs); !brought) {
      return tl::unexpected(brought.error().error);
    }
    for (const git::TreeFile& file : files) {
      if (auto kept = keep(file); !kept) {
        return kept;
      }
    }
    return {};
  }

  Result<void> keep(const git::TreeFile& file) {
    const auto known = paths_.find(file.blob);
    if (known != paths_.end() && known->second != file.path) {
      return pass_over(file, misnamed);
    }
    auto content = branch_.content(file.blob, eventlog::largest_segment);
    if (!content) {
      return pass_over(file, content.error().message);
    }
    const auto segment = eventlog::make_segment(std::move(*content));
    paths_[file.blob] = segment ? segment->path : "";
    if (!segment || segment->path != file.path) {
      return pass_over(file, misnamed);
    }
    return keep(*segment);
  }

  Result<void> keep(const eventlog::Segment& segment) {
    if (bytes_ + segment.content.size() > most_bytes) {
      ++left_out_;
      return {};
    }
    auto kept = here_.keep(segment.path, segment.content);
    if (kept) {
      bytes_ += segment.content.size();
      ++report_.segments;
      ++report_.fetched;
      report_.bytes += segment.content.size();
    }
    return kept;
  }

  Result<void> pass_over(const git::TreeFile& file, std::string_view why) {
    note(report_, fmt::format("{}: {}, passed over", file.path, why));
    return {};
  }

  git::Branch& branch_;
  eventlog::SegmentFiles& here_;
  model::FetchReport& report_;
  std::map<std::string, std::string> paths_; // of blobs: one content has one path
  std::uint64_t bytes_{0};                   // here
  int left_out_{0};
};

Result<void> stays(const eventlog::SegmentFiles& here, model::FetchReport& report) {
  const auto held = here.list();
  if (held && !held->empty()) {
    note(report,
         fmt::format("{} that {} fetched before {} in {}",
                     util::counted(static_cast<int>(held->size()), "segment"),
                     held->size() == 1 ? "was" : "were",
                     held->size() == 1 ? "stays" : "stay",
                     here.folder().string()));
  }
  return held ? Result<void>{} : tl::unexpected(held.error());
}

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
  if (branch.tip().empty()) {
    return stays(here, report); // the name may be wrong
  }
  const auto there = segments_of(branch, report);
  if (!there) {
    return tl::unexpected(there.error());
  }
  const auto ours = there->empty() ? check_is_for_events(branch) : Result<void>{};
  Result<void> done = ours ? here.begin_change() : ours;
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
    done = fetch(*branch, here, day_back(ports.clock.now(), options.since), ports.clock, report);
  }
  if (!branch || !done) {
    const Error& error = branch ? done.error() : branch.error();
    report.trouble = to_trouble(error);
  }
  return report;
}

} // namespace tidegate::commands
