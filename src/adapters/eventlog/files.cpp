// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

std::string hint_for(int error) {
  switch (error) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return "free some space there";
  case EACCES:
  case EPERM:
  case EROFS:
  case ENOTDIR:
    return "make the place writable or name another folder for events in the configuration";
  case ELOOP:
    return "it is a symbolic link, which tidegate does not follow; put a regular file in its place";
  default:
    return {};
  }
}

Result<void> make_folder(const std::filesystem::path& folder, const std::filesystem::path& parent) {
  if (mkdir(folder.c_str(), 0755) == 0) {
    return sync_folder(parent);
  }
  // A read-only parent is no trouble where the folder is there.
  const int error = errno;
  struct stat found{};
  if (stat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) {
    return {};
  }
  errno = error == EEXIST ? ENOTDIR : error;
  return system_failure("create folder", folder);
}

} // namespace

Descriptor::~Descriptor() {
  if (valid()) {
    close(number_);
  }
}

tl::unexpected<Error> system_failure(std::string_view what, const std::filesystem::path& path) {
  const int error = errno;
  return failed(
      Error::Kind::external,
      fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(error)),
      hint_for(error));
}

Result<void> make_folders(const std::filesystem::path& folder) {
  std::filesystem::path made;
  for (const std::filesystem::path& part : folder) {
    const std::filesystem::path parent = made.empty() ? "." : made;
    made /= part;
    if (auto done = make_folder(made, parent); !done) {
      return done;
    }
  }
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // EINVAL: a file system that has nothing to sync for folders.
  if (!opened.valid() || (fsync(opened.number()) != 0 && errno != EINVAL)) {
    return system_failure("sync folder", folder);
  }
  return {};
}

Result<Descriptor> open_regular(const std::filesystem::path& path, int flags, unsigned mode) {
  // O_NONBLOCK: a named pipe must not hold us; regular files do not know it.
  Descriptor file(open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode));
  struct stat found{};
  if (!file.valid() || fstat(file.number(), &found) != 0) {
    return system_failure("open", path);
  }
  if (!S_ISREG(found.st_mode)) {
    return failed(Error::Kind::external,
                  fmt::format("cannot open {}: not a regular file", path.string()));
  }
  return file;
}

Result<std::uint64_t> size_of(const Descriptor& file, const std::filesystem::path& path) {
  struct stat found{};
  if (fstat(file.number(), &found) != 0) {
    return system_failure("look at", path);
  }
  return static_cast<std::uint64_t>(found.st_size);
}

Result<std::string_view> read_at(const Descriptor& file,
                                 std::uint64_t offset,
                                 std::string& buffer,
                                 const std::filesystem::path& path) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const auto at = static_cast<off_t>(offset + filled);
    const ssize_t got = pread(file.number(), buffer.data() + filled, buffer.size() - filled, at);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return system_failure("read", path);
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return std::string_view(buffer).substr(0, filled);
}

Result<void>
write_all(const Descriptor& file, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = write(file.number(), text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return system_failure("write", path);
    }
    text.remove_prefix(static_cast<std::size_t>(written < 0 ? 0 : written));
  }
  return {};
}

} // namespace tidegate::eventlog
