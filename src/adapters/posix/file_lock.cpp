// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/file_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

namespace tidegate::posix {

Result<Fd> lock_file(const std::filesystem::path& file) {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  constexpr mode_t mode = 0644; // less the umask
  Fd lock(::open(file.c_str(), flags, mode));
  if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
    return lock;
  }
  if (lock && errno == EWOULDBLOCK) {
    return Fd{};
  }
  return failed(Error::Kind::external,
                fmt::format("cannot lock {}: {}", file.string(), std::strerror(errno)),
                "look at the permissions of its folder; links are not followed here");
}

} // namespace tidegate::posix
