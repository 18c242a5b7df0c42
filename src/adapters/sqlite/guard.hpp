// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <filesystem>

namespace tidegate::sqlite {

// The path of a history may come out of a checked-out repository, and so may what stands there.
// Guarded are its last name and those of the journals that SQLite looks for beside it; the folders
// on the way may be symbolic links, as somebody's own layout has them.

// Error, external: the file, or a journal of it, is a symbolic link or no regular file; its journal
// names another file, which SQLite would delete after it has played the journal back (our histories
// are never written together with another database, so theirs name none); or the file has one byte,
// which SQLite takes for an empty database and writes over, and not the name of the default.
Result<void> check_place(const std::filesystem::path& file);

// External: it is somebody else's file.
Error no_history(const std::filesystem::path& file);

// Whether a file that SQLite calls damaged is a history of tidegate's: it has SQLite's header with
// our application id, or, where the header is lost, the name of the default (`history.db`). Nothing
// else may be put aside. `descriptor`: of the file, for reading.
bool is_history(int descriptor, const std::filesystem::path& file);

} // namespace tidegate::sqlite
