// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/files.hpp"
#include "util/id.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

Result<void> real_folder(const std::filesystem::path& folder) {
  struct stat found{};
  if (lstat(folder.c_str(), &found) == 0 && S_ISLNK(found.st_mode)) {
    errno = ELOOP;
    return system_failure("use folder", folder);
  }
  if (S_ISDIR(found.st_mode) || mkdir(folder.c_str(), 0755) == 0 || errno == EEXIST) {
    return {};
  }
  return system_failure("create folder", folder);
}

Result<void> write_new(const std::filesystem::path& path, std::string_view text, Durable durable) {
  const auto file = open_regular(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) {
    return tl::unexpected(file.error());
  }
  auto written = write_all(*file, text, path);
  if (written && durable == Durable::yes && fsync(file->number()) != 0) {
    written = system_failure("sync", path);
  }
  return written;
}

} // namespace

Result<std::string> read_whole(const std::filesystem::path& path, std::size_t limit) {
  const auto file = open_regular(path, O_RDONLY);
  const auto size = file ? size_of(*file, path) : Result<std::uint64_t>(0);
  if (!file || !size) {
    return tl::unexpected(file ? size.error() : file.error());
  }
  if (*size > limit) {
    return failed(Error::Kind::external,
                  fmt::format("{} is larger than {} bytes", path.string(), limit));
  }
  std::string text(static_cast<std::size_t>(*size), '\0');
  const auto read = read_at(*file, 0, text, path);
  if (!read) {
    return tl::unexpected(read.error());
  }
  text.resize(read->size());
  return text;
}

Result<void>
write_whole(const std::filesystem::path& path, std::string_view text, Durable durable) {
  constexpr std::size_t random_bytes = 8;
  // Hidden, so that no reader takes it for what it is going to be.
  const std::filesystem::path draft =
      path.parent_path()
      / fmt::format(".{}.{}", path.filename().string(), util::random_hex(random_bytes));
  auto written = write_new(draft, text, durable);
  if (written && std::rename(draft.c_str(), path.c_str()) != 0) {
    written = system_failure("write", path);
  }
  if (!written) {
    unlink(draft.c_str());
    return written;
  }
  return durable == Durable::yes ? sync_folder(path.parent_path()) : written;
}

Result<void> make_real_folders(const std::filesystem::path& top,
                               const std::filesystem::path& below) {
  if (!top.parent_path().empty()) {
    if (auto made = make_folders(top.parent_path()); !made) {
      return made;
    }
  }
  auto made = real_folder(top);
  std::filesystem::path folder = top;
  for (const std::filesystem::path& part : below) {
    folder /= part;
    made = made ? real_folder(folder) : made;
  }
  return made;
}

} // namespace tidegate::eventlog
