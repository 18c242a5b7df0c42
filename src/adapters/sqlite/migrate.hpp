// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "util/embedded.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <span>

namespace tidegate::sqlite {

// "TGHT" in the header of each history: a user_version alone could be any program's.
inline constexpr std::int64_t application_id = 0x54474854;

// The files of migrations/, in order: number n takes a database from version n - 1 to n. A released
// one is never edited.
std::span<const util::EmbeddedFile> migrations();

// Brings a database to the newest version, each step in a transaction of its own. A database of
// another program or of a newer tidegate is an error (external) and stays untouched.
Result<void> migrate(Connection& connection);

} // namespace tidegate::sqlite
