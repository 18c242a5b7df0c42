// SPDX-License-Identifier: Apache-2.0
#include "commands/events/event_sources.hpp"

#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "adapters/eventlog/spool.hpp"
#include "commands/events/data_folders.hpp"
#include "util/lines.hpp"

namespace tidegate::commands {
namespace {

void each_line_of(const std::string& file, std::string_view content, const LineSink& sink) {
  int number = 0;
  util::each_line(content, [&](std::string_view line) {
    sink({.file = file, .number = ++number, .text = line});
  });
}

// A line that is being written has no newline yet, and is not read.
Result<void> read_log(const model::Settings& settings, const LineSink& sink) {
  const eventlog::EventLog log(settings.events_dir, settings.events_layout);
  std::string file;
  const auto read =
      log.read([](const std::filesystem::path&) { return eventlog::EventLog::Position{}; },
               [&](const eventlog::EventLog::Line& line) {
                 if (line.offset == 0) {
                   file = (log.folder() / line.file).string();
                 }
                 sink({.file = file, .number = line.number, .text = line.text});
               });
  return read ? Result<void>{} : tl::unexpected(read.error());
}

void read_spool(const eventlog::Spool& spool,
                const LineSink& sink,
                std::vector<std::string>& problems) {
  const auto names = spool.list();
  if (!names) {
    problems.push_back(names.error().message);
    return;
  }
  for (const std::string& name : *names) {
    if (const auto segment = spool.read(name)) {
      each_line_of((spool.folder() / name).string(), segment->content, sink);
    } else {
      problems.push_back(segment.error().message);
    }
  }
}

void read_branch(const eventlog::SegmentFiles& branch,
                 const LineSink& sink,
                 std::vector<std::string>& problems) {
  const auto paths = branch.list();
  if (!paths) {
    problems.push_back(paths.error().message);
    return;
  }
  for (const std::string& path : *paths) {
    if (const auto content = branch.read(path)) {
      each_line_of((branch.folder() / path).string(), *content, sink);
    } else {
      problems.push_back(content.error().message);
    }
  }
}

} // namespace

Result<void> each_line(const model::Settings& settings,
                       const LineSink& sink,
                       std::vector<std::string>& problems) {
  auto read = read_log(settings, sink);
  const DataFolders folders = data_folders(settings);
  read_spool(eventlog::Spool(folders.spool), sink, problems);
  read_branch(eventlog::SegmentFiles(folders.branch), sink, problems);
  return read;
}

} // namespace tidegate::commands
