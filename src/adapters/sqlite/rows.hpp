// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/zone.hpp"
#include "codec/build_json.hpp"
#include "model/history.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// Values <-> rows of docker_builds; no transactions, no policy. What was inserted is told by its
// row; nullopt: the build is there already.
Result<std::optional<std::int64_t>>
insert_build(Connection& connection, const codec::JudgedBuild& judged, const Zone& zone);

// The id is that of a stored build which began at another time or took another.
Result<bool> is_another_build(Connection& connection, const model::Build& build);

Result<std::vector<model::Sample>> select_samples(Connection& connection,
                                                  const model::SeriesKey& key,
                                                  int count,
                                                  const model::PastScope& scope,
                                                  const std::string& except_id);

Result<std::vector<codec::JudgedBuild>> select_newest(Connection& connection, int count);

// The builds whose event id begins with `prefix`, oldest first, at most `count`.
Result<std::vector<codec::JudgedBuild>>
select_by_id(Connection& connection, const std::string& prefix, int count);

// The builds of the commit whose id begins with `sha`, newest first, at most `count`.
Result<std::vector<codec::JudgedBuild>>
select_of_commit(Connection& connection, const std::string& sha, int count);

} // namespace tidegate::sqlite
