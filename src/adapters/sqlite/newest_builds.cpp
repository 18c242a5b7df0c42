// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/newest_builds.hpp"

#include "adapters/sqlite/past.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tidegate::sqlite {
namespace {

constexpr std::string_view things_sql = R"(
SELECT event_id, record FROM docker_builds WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (
      PARTITION BY repository, workflow, job, leg, image_name, dockerfile_path, target, platform
      ORDER BY started_ns DESC, event_id DESC) AS place
    FROM docker_builds WHERE started_ns BETWEEN ?1 AND ?2 AND (?3 IS NULL OR ref = ?3))
  WHERE place = 1)
ORDER BY started_ns DESC, event_id DESC LIMIT ?4)";

// CROSS JOIN: the values first, so that each build is looked up by its row.
constexpr std::string_view series_sql = R"(
SELECT event_id, record FROM docker_builds WHERE id IN (
  SELECT build FROM (
    SELECT point.build AS build, row_number() OVER (
      PARTITION BY point.series ORDER BY point.started_ns DESC, build.event_id DESC) AS place
    FROM metric_values AS point CROSS JOIN metric_builds AS build ON build.id = point.build
    WHERE point.started_ns BETWEEN ?1 AND ?2 AND (?3 IS NULL OR build.ref = ?3))
  WHERE place = 1)
ORDER BY started_ns DESC, event_id DESC LIMIT ?4)";

std::int64_t nanoseconds(Time time) {
  return time.time_since_epoch().count();
}

Result<std::vector<codec::JudgedBuild>>
select(Connection& connection, std::string_view sql, const NewestQuestion& question) {
  auto query = Statement::prepare(connection, sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(nanoseconds(question.since))
      .bind(nanoseconds(question.until.value_or(Time::max())))
      .bind(question.ref.empty() ? std::nullopt : std::optional<std::string_view>(question.ref))
      .bind(static_cast<std::int64_t>(std::max(question.count, 0)));
  return read_records(connection, *query);
}

} // namespace

Result<std::vector<codec::JudgedBuild>> select_newest_of_things(Connection& connection,
                                                                const NewestQuestion& question) {
  return select(connection, things_sql, question);
}

Result<std::vector<codec::JudgedBuild>> select_newest_of_series(Connection& connection,
                                                                const NewestQuestion& question) {
  return select(connection, series_sql, question);
}

} // namespace tidegate::sqlite
