// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/past.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::sqlite {
namespace {

// `success = 1` stands here as a constant, because the index docker_builds_past holds only such
// rows. That index has the order too, so reading stops at the limit.
constexpr std::string_view past_sql = R"(
SELECT event_id, record FROM docker_builds
WHERE success = 1 AND repository = ? AND workflow = ? AND job = ? AND leg = ? AND image_name = ? AND dockerfile_path = ?
  AND target = ? AND platform = ? AND event_id <> ?
ORDER BY started_ns DESC, event_id DESC LIMIT ?)";

constexpr std::string_view baseline_sql = R"(
SELECT event_id, record FROM docker_builds
WHERE success = 1 AND repository = ? AND workflow = ? AND job = ? AND leg = ? AND image_name = ? AND dockerfile_path = ?
  AND target = ? AND platform = ? AND event_id <> ? AND healthy = 1 AND (?10 IS NULL OR ref = ?10)
ORDER BY started_ns DESC, event_id DESC LIMIT 1)";

constexpr std::string_view baseline_at_sql = R"(
SELECT event_id, record FROM docker_builds
WHERE success = 1 AND repository = ? AND workflow = ? AND job = ? AND leg = ? AND image_name = ? AND dockerfile_path = ?
  AND target = ? AND platform = ? AND event_id <> ? AND healthy = 1 AND sha = ?10
ORDER BY started_ns DESC, event_id DESC LIMIT 1)";

Result<Statement> prepare_for(Connection& connection,
                              std::string_view sql,
                              const model::SeriesKey& key,
                              const std::string& except_id) {
  auto query = Statement::prepare(connection, sql);
  if (query) {
    query->bind(key.repository)
        .bind(key.workflow)
        .bind(key.job)
        .bind(key.leg)
        .bind(key.image)
        .bind(key.dockerfile)
        .bind(key.target)
        .bind(key.platform)
        .bind(except_id);
  }
  return query;
}

using Found = Result<std::optional<codec::JudgedBuild>>;

Found front_of(Result<std::vector<codec::JudgedBuild>> builds) {
  if (!builds) {
    return tl::unexpected(std::move(builds.error()));
  }
  return builds->empty() ? Found() : Found(std::move(builds->front()));
}

using Wanted = std::vector<std::optional<std::string>>;

// The answer for the first of `wanted`, which the query takes last, that has one.
Found find_first(Connection& connection,
                 std::string_view sql,
                 const model::SeriesKey& key,
                 const Wanted& wanted,
                 const std::string& except_id) {
  Found found;
  for (auto one = wanted.begin(); one != wanted.end() && found && !*found; ++one) {
    auto query = prepare_for(connection, sql, key, except_id);
    if (!query) {
      return tl::unexpected(std::move(query.error()));
    }
    query->bind(*one);
    found = front_of(read_records(connection, *query));
  }
  return found;
}

} // namespace

Result<std::vector<codec::JudgedBuild>> read_records(Connection& connection, Statement& query) {
  std::vector<codec::JudgedBuild> builds;
  auto row = query.step();
  for (; row && *row; row = query.step()) {
    auto judged = codec::parse_build(query.text(1));
    if (!judged) {
      return failed(Error::Kind::external,
                    fmt::format("history {}: record of build {}: {}",
                                connection.file().string(),
                                query.text(0),
                                judged.error().message),
                    "tidegate history rebuild makes it again from the event log");
    }
    builds.push_back(std::move(*judged));
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return builds;
}

Result<std::vector<codec::JudgedBuild>> select_past(Connection& connection,
                                                    const model::SeriesKey& key,
                                                    int count,
                                                    const std::string& except_id) {
  auto query = prepare_for(connection, past_sql, key, except_id);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  // SQLite takes a negative number for no limit.
  query->bind(static_cast<std::int64_t>(std::max(count, 0)));
  return read_records(connection, *query);
}

Result<std::optional<codec::JudgedBuild>> select_baseline(Connection& connection,
                                                          const model::SeriesKey& key,
                                                          const std::vector<std::string>& refs,
                                                          const std::string& except_id) {
  Wanted wanted(refs.begin(), refs.end());
  wanted.emplace_back(); // any
  auto found = find_first(connection, baseline_sql, key, wanted, except_id);
  if (!found || *found) {
    return found;
  }
  return front_of(select_past(connection, key, 1, except_id));
}

Result<std::optional<codec::JudgedBuild>>
select_baseline_at(Connection& connection,
                   const model::SeriesKey& key,
                   const std::vector<std::string>& commits,
                   const std::string& except_id) {
  return find_first(
      connection, baseline_at_sql, key, Wanted(commits.begin(), commits.end()), except_id);
}

} // namespace tidegate::sqlite
