// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <filesystem>

namespace tidegate::sqlite {

// Renames a damaged database, with the journal that belongs to it, to `<file>.damaged-<time>` and
// gives back the new name; empty where another tidegate was faster and `file` is a new one already.
// A symlink stays: what it points to is renamed. This process must hold no lock on it. Error:
// external.
Result<std::filesystem::path> put_aside(const std::filesystem::path& file);

} // namespace tidegate::sqlite
