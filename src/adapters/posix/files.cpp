// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace tidegate::posix {

int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

Result<void> write_new_file(const std::filesystem::path& file, std::string_view text) {
  constexpr mode_t owner_only = 0600;
  const int descriptor =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_only);
  int problem = descriptor < 0 ? errno : write_all(descriptor, text);
  if (descriptor >= 0 && ::close(descriptor) != 0 && problem == 0) {
    problem = errno;
  }
  if (problem != 0) {
    return failed(Error::Kind::external,
                  fmt::format("{}: cannot be written: {}", file.string(), std::strerror(problem)),
                  "free some space or choose another folder");
  }
  return {};
}

} // namespace tidegate::posix
