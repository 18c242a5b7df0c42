// SPDX-License-Identifier: Apache-2.0
#include "commands/action/secret_files.hpp"

#include "adapters/posix/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tidegate::commands {
namespace {

tl::unexpected<Error> cannot(std::string_view what, const std::string& path) {
  return failed(Error::Kind::external,
                fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)),
                "RUNNER_TEMP must be a folder that this step may write to");
}

Result<void> write_one(const SecretFile& secret) {
  constexpr int create_only = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const int file = ::open(secret.path.c_str(), create_only, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return cannot("create", secret.path);
  }
  const bool whole = posix::write_all(file, secret.content) == 0;
  if (::close(file) != 0 || !whole) {
    return cannot("write", secret.path);
  }
  return {};
}

} // namespace

Result<SecretFiles> SecretFiles::write(const std::vector<SecretFile>& files) {
  SecretFiles written;
  if (files.empty()) {
    return written;
  }
  const std::string folder = std::filesystem::path(files.front().path).parent_path().string();
  if (::mkdir(folder.c_str(), S_IRWXU) != 0) {
    return cannot("create the folder", folder);
  }
  written.folder_ = folder;
  for (const SecretFile& file : files) {
    if (auto done = write_one(file); !done) {
      return tl::unexpected(std::move(done.error()));
    }
  }
  return written;
}

SecretFiles::SecretFiles(SecretFiles&& other) noexcept
    : folder_(std::exchange(other.folder_, {})) {}

SecretFiles::~SecretFiles() {
  if (!folder_.empty()) {
    std::error_code ignored; // the runner empties RUNNER_TEMP after the job in any case
    std::filesystem::remove_all(folder_, ignored);
  }
}

} // namespace tidegate::commands
