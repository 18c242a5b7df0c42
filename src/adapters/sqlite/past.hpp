// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "codec/build_json.hpp"
#include "model/history.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// Whole records, back from the column `record` of a query `SELECT event_id, record ...`. Error:
// external, names the build whose record cannot be read.
Result<std::vector<codec::JudgedBuild>> read_records(Connection& connection, Statement& query);

// The newest successful builds of one thing: cache state and machine of the key do not count.
Result<std::vector<codec::JudgedBuild>> select_past(Connection& connection,
                                                    const model::SeriesKey& key,
                                                    int count,
                                                    const std::string& except_id);

// The newest of them without trouble of the cache, of the first ref that has one, else of any;
// where all have trouble, the newest.
Result<std::optional<codec::JudgedBuild>> select_baseline(Connection& connection,
                                                          const model::SeriesKey& key,
                                                          const std::vector<std::string>& refs,
                                                          const std::string& except_id);

// The newest of them without trouble of the cache, of the first of the commits that has one of this
// ref; ref empty: of any.
Result<std::optional<codec::JudgedBuild>>
select_baseline_at(Connection& connection,
                   const model::SeriesKey& key,
                   const std::vector<std::string>& commits,
                   const std::string& ref,
                   const std::string& except_id);

} // namespace tidegate::sqlite
