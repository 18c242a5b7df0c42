// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"

#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/tail.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

using std::chrono::milliseconds;

std::string_view chora_file(std::string_view event_type) {
  for (const std::string_view type :
       {"deployment", "rollback", "health_check", "backup", "configuration_change"}) {
    if (event_type == type) {
      return "deployments.jsonl";
    }
  }
  const bool docker = event_type.starts_with("container_") || event_type == "health_monitoring"
                      || event_type == "multistage_build_analysis";
  return docker ? "docker.jsonl" : "ci_cd.jsonl";
}

// Waits for the lock by asking again: a blocking flock could hold a CI job until its time limit.
Result<void> lock(const Descriptor& log, const std::filesystem::path& path, milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  milliseconds pause(1);
  while (flock(log.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return system_failure("lock", path);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return failed(Error::Kind::external,
                    fmt::format("cannot lock {}: another process has held it for {:.0f} s",
                                path.string(),
                                Seconds(limit).count()),
                    fmt::format("see who holds it: fuser -v {}", path.string()));
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, milliseconds(50));
  }
  return {};
}

// True where the path still names the open file: it may have been replaced while we waited.
bool is_current(const Descriptor& log, const std::filesystem::path& path) {
  struct stat opened{};
  struct stat named{};
  return fstat(log.number(), &opened) == 0 && lstat(path.c_str(), &named) == 0
         && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

Result<Descriptor> open_locked(const std::filesystem::path& path, milliseconds limit) {
  constexpr int tries = 5;
  for (int i = 0; i < tries; ++i) {
    auto log = open_regular(path, O_RDWR | O_APPEND | O_CREAT);
    if (!log) {
      return log;
    }
    if (const auto locked = lock(*log, path, limit); !locked) {
      return tl::unexpected(locked.error());
    }
    if (is_current(*log, path)) {
      return log;
    }
  }
  return failed(Error::Kind::external,
                fmt::format("cannot open {}: it is replaced again and again", path.string()));
}

// One write, synced; on any failure the log gets its old size back.
Result<void> write_synced(const Descriptor& log,
                          const std::filesystem::path& path,
                          std::uint64_t size,
                          std::string_view text) {
  ssize_t written = -1;
  do {
    written = write(log.number(), text.data(), text.size());
  } while (written < 0 && errno == EINTR);
  const bool all = written >= 0 && static_cast<std::size_t>(written) == text.size();
  if (all && fsync(log.number()) == 0) {
    return {};
  }
  if (!all && written >= 0) {
    errno = ENOSPC; // what a short write to a regular file means
  }
  auto failure = system_failure(all ? "sync" : "write", path);
  if (written > 0 && ftruncate(log.number(), static_cast<off_t>(size)) != 0) {
    failure.value().message += "; a piece of the event stayed at its end";
  }
  return failure;
}

} // namespace

EventLog::EventLog(std::filesystem::path folder, model::EventLayout layout, milliseconds lock_limit)
    : folder_(std::move(folder)),
      layout_(layout),
      lock_limit_(lock_limit) {}

std::filesystem::path EventLog::file_for(std::string_view event_type, Time timestamp) const {
  if (layout_ == model::EventLayout::chora) {
    return folder_ / chora_file(event_type);
  }
  return folder_ / (util::to_rfc3339(timestamp).substr(0, 7) + ".jsonl");
}

Result<EventLog::Appended>
EventLog::append(std::string_view event_type, Time timestamp, std::string_view line) {
  const std::filesystem::path path = file_for(event_type, timestamp);
  if (line.empty() || line.find('\n') != std::string_view::npos) {
    return failed(Error::Kind::internal, "an event must be one line");
  }
  if (const auto made = make_folders(folder_); !made) {
    return tl::unexpected(made.error());
  }
  const auto log = open_locked(path, lock_limit_);
  if (!log) {
    return tl::unexpected(log.error());
  }
  const auto tail = mend_tail(*log, path, timestamp);
  if (!tail) {
    return tl::unexpected(tail.error());
  }
  const std::string text = fmt::format("{}{}\n", tail->lacks_newline ? "\n" : "", line);
  auto written = write_synced(*log, path, tail->size, text);
  if (written && tail->size == 0) {
    written = sync_folder(folder_);
  }
  if (!written) {
    return tl::unexpected(written.error());
  }
  return Appended{path, tail->notice};
}

Result<std::filesystem::path>
save_elsewhere(const std::filesystem::path& folder, std::string_view id, std::string_view line) {
  std::string name(id);
  const auto is_harmless = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  std::ranges::replace_if(name, std::not_fn(is_harmless), '_');
  std::filesystem::path path = folder / fmt::format("tidegate-event-{}.jsonl", name);
  if (const auto made = make_folders(folder); !made) {
    return tl::unexpected(made.error());
  }
  const auto file = open_regular(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!file) {
    return tl::unexpected(file.error());
  }
  if (const auto written = write_all(*file, std::string(line) + "\n", path); !written) {
    unlink(path.c_str());
    return tl::unexpected(written.error());
  }
  if (fsync(file->number()) != 0) {
    return system_failure("sync", path);
  }
  return path;
}

} // namespace tidegate::eventlog
