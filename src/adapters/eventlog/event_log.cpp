// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"

#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/lock.hpp"
#include "adapters/eventlog/tail.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
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
  const auto log = open_locked(path, O_RDWR | O_APPEND | O_CREAT, lock_limit_);
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
