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
  AND target = ? AND platform = ? AND event_id <> ? AND healthy = 1
  AND (?10 IS NULL OR ref = ?10) AND (?11 IS NULL OR sha = ?11)
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

// Where a baseline is looked for; null: anywhere.
struct Place {
  std::optional<std::string> ref;
  std::optional<std::string> sha;
};

// The newest without trouble of the cache, of the first of the places that has one.
Found find_first(Connection& connection,
                 const model::SeriesKey& key,
                 const std::vector<Place>& places,
                 const std::string& except_id) {
  Found found;
  for (auto place = places.begin(); place != places.end() && found && !*found; ++place) {
    auto query = prepare_for(connection, baseline_sql, key, except_id);
    if (!query) {
      return tl::unexpected(std::move(query.error()));
    }
    query->bind(place->ref).bind(place->sha);
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
  std::vector<Place> places(refs.size() + 1); // the last: any
  std::ranges::transform(refs, places.begin(), [](const std::string& ref) {
    return Place{.ref = ref, .sha = std::nullopt};
  });
  auto found = find_first(connection, key, places, except_id);
  if (!found || *found) {
    return found;
  }
  return front_of(select_past(connection, key, 1, except_id));
}

Result<std::optional<codec::JudgedBuild>>
select_baseline_at(Connection& connection,
                   const model::SeriesKey& key,
                   const std::vector<std::string>& commits,
                   const std::string& ref,
                   const std::string& except_id) {
  std::vector<Place> places(commits.size());
  std::ranges::transform(commits, places.begin(), [&ref](const std::string& sha) {
    return Place{.ref = ref.empty() ? std::nullopt : std::optional(ref), .sha = sha};
  });
  return find_first(connection, key, places, except_id);
}

} // namespace tidegate::sqlite
