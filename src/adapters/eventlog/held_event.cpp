// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/held_event.hpp"

#include "adapters/eventlog/lock.hpp"
#include "codec/event_json.hpp"

#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

constexpr std::string_view folder_name = "held";
constexpr std::size_t longest = std::size_t{64} << 20U;

// Not a link: it could come from a checked-out repository and lead anywhere.
bool is_real_folder(const std::filesystem::path& folder) {
  std::error_code none;
  const auto found = std::filesystem::symlink_status(folder, none);
  return found.type() == std::filesystem::file_type::directory;
}

// Error: the log cannot be read, so nobody knows.
Result<bool> has_event(const EventLog& log, const std::string& id) {
  bool found = false;
  const auto read = log.read([](const auto&) { return EventLog::Position{}; },
                             [&](const EventLog::Line& line) {
                               if (!found && line.text.find(id) != std::string_view::npos) {
                                 const auto event = codec::parse_event(line.text);
                                 found = event && event->id == id;
                               }
                             });
  if (!read) {
    return tl::unexpected(read.error());
  }
  return found;
}

// Its owner holds the lock as long as it lives; who waited for another one that takes the file over
// finds it gone.
Result<void> take_over(EventLog& log, const std::filesystem::path& path, int& searches) {
  const auto lock = open_locked(path, O_RDONLY, std::chrono::milliseconds(0));
  if (!lock) {
    return {};
  }
  auto text = read_whole(path, longest);
  if (!text) {
    return tl::unexpected(text.error());
  }
  while (text->ends_with('\n')) {
    text->pop_back();
  }
  const auto event = codec::parse_event(*text);
  if (!event) {
    return failed(Error::Kind::external,
                  fmt::format("{}: no event: {}", path.string(), event.error().message));
  }
  ++searches;
  const auto there = has_event(log, event->id);
  if (!there) {
    return tl::unexpected(there.error());
  }
  if (!*there) {
    if (const auto appended = log.append(event->type, event->timestamp, *text); !appended) {
      return tl::unexpected(appended.error());
    }
  }
  ::unlink(path.c_str());
  return {};
}

} // namespace

Result<HeldEvent> HeldEvent::hold(const std::filesystem::path& log_folder,
                                  const model::Event& event) {
  const auto folder = log_folder / folder_name;
  if (const auto made = make_folders(folder); !made) {
    return tl::unexpected(made.error());
  }
  if (!is_real_folder(folder)) {
    return failed(Error::Kind::external, fmt::format("{} is a symbolic link", folder.string()));
  }
  // Under its name once it is whole and locked: another process may look at any time.
  const auto path = folder / fmt::format("{}.jsonl", event.id);
  const auto unfinished = folder / fmt::format(".{}", event.id);
  auto file = open_regular(unfinished, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) {
    return tl::unexpected(file.error());
  }
  auto written = flock(file->number(), LOCK_EX | LOCK_NB) == 0
                     ? write_all(*file, codec::to_json(event) + "\n", unfinished)
                     : Result<void>(system_failure("lock", unfinished));
  if (written && std::rename(unfinished.c_str(), path.c_str()) != 0) {
    written = system_failure("rename", unfinished);
  }
  if (!written) {
    ::unlink(unfinished.c_str());
    return tl::unexpected(written.error());
  }
  return HeldEvent(path, std::move(*file));
}

void HeldEvent::release() {
  ::unlink(path_.c_str());
}

std::vector<std::string> take_over_held(EventLog& log) {
  std::vector<std::string> problems;
  const auto folder = log.folder() / folder_name;
  if (!is_real_folder(folder)) {
    return problems;
  }
  constexpr int most_searches = 100; // each reads the whole log
  int searches = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".jsonl") {
      continue;
    }
    if (searches == most_searches) {
      problems.push_back(fmt::format("{} holds more than {} events; the next run goes on with them",
                                     folder.string(),
                                     most_searches));
      break;
    }
    if (const auto taken = take_over(log, entry.path(), searches); !taken) {
      problems.push_back(taken.error().message);
    }
  }
  return problems;
}

} // namespace tidegate::eventlog
