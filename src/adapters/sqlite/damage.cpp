// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/damage.hpp"

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
      : fd_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
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

private:
  int fd_;
};

// Colons would keep the file out of a GitHub artifact.
fs::path free_name(const fs::path& file) {
  std::string time = util::to_rfc3339(
      std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now()));
  std::erase(time, ':');
  const std::string stem = file.string() + ".damaged-" + time;
  fs::path name = stem;
  std::error_code unknown;
  for (int number = 2; fs::exists(name, unknown); ++number) {
    name = fmt::format("{}-{}", stem, number);
  }
  return name;
}

} // namespace

std::optional<FileIdentity> identity_of(const fs::path& file) {
  struct stat facts{};
  return stat(file.c_str(), &facts) == 0 ? std::optional(FileIdentity{facts.st_dev, facts.st_ino})
                                         : std::nullopt;
}

Result<fs::path> put_aside(const fs::path& file, const std::optional<FileIdentity>& damaged) {
  std::error_code failure;
  const fs::path real = fs::canonical(file, failure);
  if (failure) {
    return fs::path{}; // it is gone already
  }
  const FileLock lock(real);
  if (!damaged || lock.locked() != damaged || identity_of(real) != damaged) {
    return fs::path{};
  }
  fs::path aside = free_name(real);
  // Journals first: one that is left behind would be played back into the new database.
  constexpr std::array<std::string_view, 3> companions{"-journal", "-wal", "-shm"};
  for (const std::string_view suffix : companions) {
    const fs::path companion = real.string() + std::string(suffix);
    if (fs::exists(companion, failure)) {
      fs::rename(companion, aside.string() + std::string(suffix), failure);
    }
  }
  if (!failure) {
    fs::rename(real, aside, failure);
  }
  if (failure) {
    return failed(Error::Kind::external,
                  fmt::format("history {} is damaged and cannot be renamed: {}",
                              file.string(),
                              failure.message()),
                  "remove it; tidegate history rebuild makes it again from the event log");
  }
  return aside;
}

} // namespace tidegate::sqlite
