// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dirent.h>
#include <memory>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace tidegate::dockerfile {

// The entries of one folder, opened through the folder that it lies in, so that a link that
// somebody puts in its place leads nowhere.
class FolderStream {
public:
  struct Entry {
    std::string name;
    struct stat facts{};
  };

  static std::optional<FolderStream> open(const std::string& path);
  [[nodiscard]] std::optional<FolderStream> open_child(const std::string& name) const;

  // Without "." and ".."; what has gone meanwhile is left out.
  std::optional<Entry> next();

  // Where a link of this folder points to; empty where it cannot be read.
  [[nodiscard]] std::string read_link(const std::string& name) const;

private:
  FolderStream(DIR* stream, int fd)
      : stream_(stream),
        fd_(fd) {}

  static std::optional<FolderStream> from(int fd);

  struct Close {
    void operator()(DIR* stream) const { closedir(stream); }
  };

  std::unique_ptr<DIR, Close> stream_;
  int fd_; // the stream's
};

} // namespace tidegate::dockerfile
