// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/damage.hpp"
#include "util/result.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace tidegate::sqlite {

// The history database, ready for use: what its classes have in common.
struct Database {
  Connection connection;
  std::optional<FileIdentity> identity; // of the file that is open
  std::string notice;                   // of a damaged file that was put aside

  // Opens or creates; applies migrations. A file that is not a database, or damaged, is renamed to
  // `<file>.damaged-<time>` and a new one begun; `notice` says so. Error: external (locked,
  // read-only, of another program, of a newer tidegate).
  static Result<Database> open(const std::filesystem::path& file,
                               std::chrono::milliseconds busy_limit);

  // Takes the write lock; waits for it. What an earlier begin() left without commit() is taken
  // back.
  Result<void> begin();
  Result<void> commit();
  // Error where no transaction is open.
  [[nodiscard]] Result<void> inside() const;
  void roll_back();
};

// Renames the file away and says so in words; empty where another tidegate was faster. This process
// must hold no lock on it.
Result<std::string> begin_anew(const std::filesystem::path& file,
                               const std::optional<FileIdentity>& damaged,
                               const Error& damage);

std::string add_sentence(const std::string& text, const std::string& sentence);

} // namespace tidegate::sqlite
