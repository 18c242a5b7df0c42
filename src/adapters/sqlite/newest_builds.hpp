// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "codec/build_json.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// Of which builds the newest are looked for.
struct NewestQuestion {
  std::string ref{};           // empty: of any
  Time since{};                // started then or later
  std::optional<Time> until{}; // started then or before
  int count{0};                // at most
};

// The newest build of each thing, whatever it came to; newest first. Cache state and machine do not
// make another thing.
Result<std::vector<codec::JudgedBuild>> select_newest_of_things(Connection& connection,
                                                                const NewestQuestion& question);

// The builds that hold the newest value of a series of metrics, each once; newest first.
Result<std::vector<codec::JudgedBuild>> select_newest_of_series(Connection& connection,
                                                                const NewestQuestion& question);

} // namespace tidegate::sqlite
