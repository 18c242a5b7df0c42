// SPDX-License-Identifier: Apache-2.0
#include "commands/events/event_sources.hpp"

#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "adapters/eventlog/spool.hpp"
#include "commands/events/data_folders.hpp"
#include "util/lines.hpp"

namespace tidegate::commands {
namespace {

// A line that is being written has no newline yet, and is not read.
Result<void> read_log(const model::Settings& settings, const BlockSink& sink) {
  const eventlog::EventLog log(settings.events_dir, settings.events_layout);
  std::string file;
  const auto read =
      log.read_blocks([](const std::filesystem::path&) { return eventlog::EventLog::Position{}; },
                      [&](const eventlog::EventLog::Block& block) {
                        const bool first = block.offset == 0;
                        if (first) {
                          file = (log.folder() / block.file).string();
                        }
                        sink({.file = file, .first = first, .text = block.text});
                      });
  return read ? Result<void>{} : tl::unexpected(read.error());
}

void read_spool(const eventlog::Spool& spool,
                const BlockSink& sink,
                std::vector<std::string>& problems) {
  const auto names = spool.list();
  if (!names) {
    problems.push_back(names.error().message);
    return;
  }
  for (const std::string& name : *names) {
    if (const auto segment = spool.read(name)) {
      sink({.file = (spool.folder() / name).string(), .first = true, .text = segment->content});
    } else {
      problems.push_back(segment.error().message);
    }
  }
}

void read_branch(const eventlog::SegmentFiles& branch,
                 const BlockSink& sink,
                 std::vector<std::string>& problems) {
  const auto paths = branch.list();
  if (!paths) {
    problems.push_back(paths.error().message);
    return;
  }
  for (const std::string& path : *paths) {
    if (const auto content = branch.read(path)) {
      sink({.file = (branch.folder() / path).string(), .first = true, .text = *content});
    } else {
      problems.push_back(content.error().message);
    }
  }
}

} // namespace

Result<void> each_block(const model::Settings& settings,
                        const BlockSink& sink,
                        std::vector<std::string>& problems) {
  auto read = read_log(settings, sink);
  const DataFolders folders = data_folders(settings);
  read_spool(eventlog::Spool(folders.spool), sink, problems);
  read_branch(eventlog::SegmentFiles(folders.branch), sink, problems);
  return read;
}

Result<void> each_line(const model::Settings& settings,
                       const LineSink& sink,
                       std::vector<std::string>& problems) {
  int number = 0;
  const auto split = [&](const SourceBlock& block) {
    number = block.first ? 0 : number;
    util::each_line(block.text, [&](std::string_view line) {
      sink({.file = block.file, .number = ++number, .text = line});
    });
  };
  return each_block(settings, split, problems);
}

} // namespace tidegate::commands
