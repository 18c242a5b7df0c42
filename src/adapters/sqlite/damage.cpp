// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/damage.hpp"

#include "adapters/sqlite/guard.hpp"
#include "util/time.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tidegate::sqlite {
namespace {

namespace fs = std::filesystem;

// A lock on the file itself, whatever its name is by now.
class FileLock {
public:
  explicit FileLock(const fs::path& file)
      : fd_(open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
    while (fd_ >= 0 && flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock(FileLock&&) = delete;
  FileLock& operator=(FileLock&&) = delete;

  ~FileLock() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }

  // The file that is locked; nullopt where it could not be opened.
  [[nodiscard]] std::optional<FileIdentity> locked() const {
    struct stat facts{};
    return fd_ >= 0 && fstat(fd_, &facts) == 0
               ? std::optional(FileIdentity{facts.st_dev, facts.st_ino})
               : std::nullopt;
  }

  [[nodiscard]] int descriptor() const { return fd_; }

private:
  int fd_;
};

// What is not there needs no renaming.
std::error_code rename_if_there(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  return failure == std::errc::no_such_file_or_directory ? std::error_code{} : failure;
}

std::error_code move_all(const fs::path& file, const fs::path& aside) {
  // Journals first: one that is left behind would be played back into the new database.
  constexpr std::array<std::string_view, 4> suffixes{"-journal", "-wal", "-shm", ""};
  std::error_code failure;
  for (const std::string_view suffix : suffixes) {
    const std::string end(suffix);
    failure = failure ? failure : rename_if_there(file.string() + end, aside.string() + end);
  }
  return failure;
}

// Colons would keep the file out of a GitHub artifact.
fs::path free_name(const fs::path& file) {
  std::string time = util::to_rfc3339(
      std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now()));
  std::erase(time, ':');
  const std::string stem = file.string() + ".damaged-" + time;
  fs::path name = stem;
  std::error_code unknown;
  for (int number = 2; fs::exists(fs::symlink_status(name, unknown)); ++number) {
    name = fmt::format("{}-{}", stem, number);
  }
  return name;
}

} // namespace

std::optional<FileIdentity> identity_of(const fs::path& file) {
  struct stat facts{};
  return lstat(file.c_str(), &facts) == 0 ? std::optional(FileIdentity{facts.st_dev, facts.st_ino})
                                          : std::nullopt;
}

Result<fs::path> put_aside(const fs::path& file, const std::optional<FileIdentity>& damaged) {
  const FileLock lock(file);
  if (!damaged || lock.locked() != damaged || identity_of(file) != damaged) {
    return fs::path{};
  }
  if (!is_history(lock.descriptor(), file)) {
    return tl::unexpected(no_history(file));
  }
  fs::path aside = free_name(file);
  if (const auto failure = move_all(file, aside)) {
    return failed(Error::Kind::external,
                  fmt::format("history {} is damaged and cannot be renamed: {}",
                              file.string(),
                              failure.message()),
                  "remove it; tidegate history rebuild makes it again from the event log");
  }
  return aside;
}

} // namespace tidegate::sqlite
