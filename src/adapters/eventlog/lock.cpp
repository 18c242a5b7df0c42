// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/lock.hpp"

#include "util/time.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

namespace tidegate::eventlog {
namespace {

using std::chrono::milliseconds;

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

} // namespace

Result<Descriptor> open_locked(const std::filesystem::path& path, int flags, milliseconds limit) {
  constexpr int tries = 5;
  for (int i = 0; i < tries; ++i) {
    auto log = open_regular(path, flags);
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

} // namespace tidegate::eventlog
