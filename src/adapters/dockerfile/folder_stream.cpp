// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/folder_stream.hpp"

#include <array>
#include <climits>
#include <cstddef>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace tidegate::dockerfile {
std::optional<FolderStream> FolderStream::from(int fd) {
  if (fd < 0) {
    return std::nullopt;
  }
  DIR* stream = fdopendir(fd);
  if (stream == nullptr) {
    close(fd);
    return std::nullopt;
  }
  return FolderStream(stream, fd);
}

std::optional<FolderStream> FolderStream::open(const std::string& path) {
  return from(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::optional<FolderStream> FolderStream::open_child(const std::string& name) const {
  return from(openat(fd_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

std::optional<FolderStream::Entry> FolderStream::next() {
  // No other thread reads this stream.
  while (const dirent* entry = readdir(stream_.get())) { // NOLINT(concurrency-mt-unsafe)
    const std::string_view name = static_cast<const char*>(entry->d_name);
    Entry result{.name = std::string(name)};
    if (name == "." || name == ".."
        || fstatat(fd_, result.name.c_str(), &result.facts, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    return result;
  }
  return std::nullopt;
}

std::string FolderStream::read_link(const std::string& name) const {
  std::array<char, PATH_MAX> buffer{};
  const ssize_t length = readlinkat(fd_, name.c_str(), buffer.data(), buffer.size());
  return length <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(length));
}

} // namespace tidegate::dockerfile
