// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace tidegate::sqlite {

// Which file a path names, whatever it is called later.
struct FileIdentity {
  dev_t device{0};
  ino_t inode{0};

  bool operator==(const FileIdentity&) const = default;
};

// To be taken before the file is opened: what is found damaged afterwards is this one or none.
// nullopt where there is no such file. A symbolic link is not followed.
std::optional<FileIdentity> identity_of(const std::filesystem::path& file);

// Renames a damaged database, with the journal that belongs to it, to `<file>.damaged-<time>` and
// gives back the new name; empty where `file` is no longer the `damaged` one: another tidegate was
// faster and began a new one. This process must hold no lock on it. Error: external, also where it
// is no history of tidegate's, which then stays as it is.
Result<std::filesystem::path> put_aside(const std::filesystem::path& file,
                                        const std::optional<FileIdentity>& damaged);

} // namespace tidegate::sqlite
