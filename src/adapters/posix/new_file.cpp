// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/new_file.hpp"

#include "adapters/posix/fd.hpp"
#include "adapters/posix/files.hpp"
#include "util/id.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <utility>

namespace tidegate::posix {
namespace {

namespace fs = std::filesystem;

constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

tl::unexpected<Error> trouble(const fs::path& path, int problem) {
  // Linux says ENOTDIR for a link that O_NOFOLLOW met where a folder was to be opened, POSIX ELOOP.
  const bool no_folder = problem == ENOTDIR || problem == ELOOP;
  return failed(Error::Kind::external,
                fmt::format("{}: {}",
                            path.string(),
                            no_folder ? "a symbolic link or no folder" : std::strerror(problem)),
                no_folder ? "put a folder in its place; links are not followed here"
                          : "look at the permissions of the folder and at the space that is left");
}

bool is_plain(const fs::path& path) {
  return path.is_relative() && path.has_filename()
         && std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

// The folder that `path` is in. No folder and no error: it is missing, and was not to be made.
Result<Fd> open_parent(const fs::path& root, const fs::path& path, bool make) {
  if (!is_plain(path)) {
    return failed(Error::Kind::internal, path.string() + ": leads out of its folder");
  }
  Fd folder(::open(root.c_str(), folder_flags));
  if (!folder) {
    return trouble(root, errno);
  }
  fs::path so_far = root;
  for (const fs::path& part : path.parent_path()) {
    so_far /= part;
    constexpr mode_t folder_mode = 0755; // less the umask
    if (make && ::mkdirat(folder.get(), part.c_str(), folder_mode) != 0 && errno != EEXIST) {
      return trouble(so_far, errno);
    }
    Fd next(::openat(folder.get(), part.c_str(), folder_flags | O_NOFOLLOW));
    if (!next && errno == ENOENT && !make) {
      return Fd{};
    }
    if (!next) {
      return trouble(so_far, errno);
    }
    folder = std::move(next);
  }
  return folder;
}

// A rename that replaces nothing. Some network file systems do not know it; a second name is
// refused the same way.
int move_into_place(int folder, const std::string& from, const std::string& name) {
  if (::renameat2(folder, from.c_str(), folder, name.c_str(), RENAME_NOREPLACE) == 0) {
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return errno;
  }
  return ::linkat(folder, from.c_str(), folder, name.c_str(), 0) == 0 ? 0 : errno;
}

} // namespace

Result<bool> create_file(const fs::path& root, const fs::path& path, std::string_view text) {
  const auto folder = open_parent(root, path, true);
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  constexpr std::size_t random_bytes = 8;
  const std::string name = path.filename();
  const std::string temporary = fmt::format(".{}.{}", name, util::random_hex(random_bytes));
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  constexpr mode_t file_mode = 0644; // less the umask
  Fd file(::openat(folder->get(), temporary.c_str(), flags, file_mode));
  if (!file) {
    return trouble(root / path, errno);
  }
  int problem = write_all(file.get(), text);
  if (problem == 0) {
    problem = ::fsync(file.get()) == 0 ? 0 : errno;
  }
  if (problem == 0) {
    problem = move_into_place(folder->get(), temporary, name);
  }
  ::unlinkat(folder->get(), temporary.c_str(), 0); // gone already where it was renamed
  if (problem != 0 && problem != EEXIST) {
    return trouble(root / path, problem);
  }
  return problem == 0;
}

Result<bool> name_is_taken(const fs::path& root, const fs::path& path) {
  const auto folder = open_parent(root, path, false);
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  if (!*folder) {
    return false;
  }
  struct stat found{};
  if (::fstatat(folder->get(), path.filename().c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0) {
    return true;
  }
  if (errno != ENOENT) {
    return trouble(root / path, errno);
  }
  return false;
}

} // namespace tidegate::posix
