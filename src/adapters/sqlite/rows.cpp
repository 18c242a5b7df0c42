// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/rows.hpp"

#include "adapters/sqlite/past.hpp"
#include "model/build.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace tidegate::sqlite {
namespace {

constexpr double bytes_per_mb = 1e6; // as docker counts

// The order of the columns is the order of the binds in insert_build.
constexpr std::string_view insert_sql = R"(
INSERT INTO docker_builds (
  event_id, image_name, build_duration, image_size_mb, build_timestamp, timezone, dockerfile_path, build_args,
  success, error_message, outcome, started_ns, image_bytes, hit_ratio, sha,
  repository, workflow, job, target, platform, cache_state, cpu_model, cpus, record,
  ref, healthy, rebuilt, leg)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (event_id) DO NOTHING RETURNING id)";

// `success = 1` and `rebuilt = 0` stand here as constants, because the index of the series holds
// only such rows.
constexpr std::string_view samples_sql = R"(
SELECT event_id, started_ns, sha, build_duration, image_bytes, hit_ratio FROM docker_builds
WHERE success = 1 AND rebuilt = 0 AND repository = ? AND workflow = ? AND job = ? AND leg = ?
  AND image_name = ? AND dockerfile_path = ? AND target = ? AND platform = ? AND cache_state IS ? AND cpu_model = ? AND cpus = ? AND event_id <> ?
  AND (?13 IS NULL OR started_ns <= ?13) AND (?14 IS NULL OR ref = ?14)
ORDER BY started_ns DESC, event_id DESC LIMIT ?15)";

// A range, because LIKE would not use the index. Ids are letters and digits, all below DEL.
constexpr std::string_view by_id_sql =
    "SELECT event_id, record FROM docker_builds WHERE event_id >= ? AND event_id < ? "
    "ORDER BY event_id LIMIT ?";

constexpr std::string_view of_commit_sql = R"(
SELECT event_id, record FROM docker_builds WHERE substr(sha, 1, length(?1)) = ?1
ORDER BY started_ns DESC, event_id DESC LIMIT ?2)";

constexpr std::string_view newest_sql =
    "SELECT event_id, record FROM docker_builds ORDER BY started_ns DESC, event_id DESC LIMIT ?";

std::optional<std::int64_t> to_integer(const std::optional<std::uint64_t>& number) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return number ? std::optional(static_cast<std::int64_t>(std::min(*number, most))) : std::nullopt;
}

// SQLite stores NaN as NULL, which the columns refuse.
double finite(double number) {
  return std::isfinite(number) ? number : 0;
}

std::optional<std::string_view> state_text(const std::optional<model::CacheState>& state) {
  return state ? std::optional(model::to_text(*state)) : std::nullopt;
}

// {"NAME":null,...}: readers expect an object, and values never come this far. SQLite does the
// quoting.
Result<std::string> build_args_json(Connection& connection, const std::vector<std::string>& names) {
  auto quote = Statement::prepare(connection, "SELECT json_quote(?)");
  if (!quote) {
    return tl::unexpected(std::move(quote.error()));
  }
  std::string json = "{";
  for (const std::string& name : names) {
    const auto row = quote->bind(name).step();
    if (!row) {
      return tl::unexpected(row.error());
    }
    json += fmt::format("{}{}:null", json.size() > 1 ? "," : "", quote->text(0));
    quote->reset();
  }
  return json + "}";
}

std::optional<std::string_view> error_text(const model::Build& build) {
  return build.error ? std::optional<std::string_view>(build.error->message) : std::nullopt;
}

void bind_facts(Statement& row, const model::Build& build, const Zone::Local& started) {
  const auto& bytes = build.image.size_bytes;
  row.bind(finite(build.duration.value_or(Seconds{0}).count()))
      .bind(bytes ? static_cast<double>(*bytes) / bytes_per_mb : 0.0)
      .bind(started.text)
      .bind(started.zone);
}

void bind_outcome(Statement& row, const model::Build& build) {
  row.bind(static_cast<std::int64_t>(build.outcome == model::Outcome::success ? 1 : 0))
      .bind(error_text(build))
      .bind(build.outcome ? model::to_text(*build.outcome) : "unknown")
      .bind(static_cast<std::int64_t>(build.started.value_or(Time{}).time_since_epoch().count()))
      .bind(to_integer(build.image.size_bytes))
      .bind(build.cache.hit_ratio)
      .bind(build.run.sha);
}

} // namespace

Result<std::optional<std::int64_t>>
insert_build(Connection& connection, const codec::JudgedBuild& judged, const Zone& zone) {
  const model::Build& build = judged.build;
  auto build_args = build_args_json(connection, build.request.build_arg_names);
  auto row = Statement::prepare(connection, insert_sql);
  if (!build_args || !row) {
    return tl::unexpected(build_args ? row.error() : build_args.error());
  }
  const model::SeriesKey key = model::series_key(build);
  row->bind(build.id).bind(key.image);
  bind_facts(*row, build, zone.local(build.started.value_or(Time{})));
  row->bind(key.dockerfile).bind(*build_args);
  bind_outcome(*row, build);
  row->bind(key.repository)
      .bind(key.workflow)
      .bind(key.job)
      .bind(key.target)
      .bind(key.platform)
      .bind(state_text(key.cache_state))
      .bind(key.cpu_model)
      .bind(static_cast<std::int64_t>(key.cpus))
      .bind(codec::to_json(build, judged.verdicts))
      .bind(build.run.ref)
      .bind(static_cast<std::int64_t>(build.cache.problems.empty() && !build.rebuilt ? 1 : 0))
      .bind(static_cast<std::int64_t>(build.rebuilt ? 1 : 0))
      .bind(key.leg);
  const auto inserted = row->step();
  if (!inserted) {
    return tl::unexpected(inserted.error());
  }
  return *inserted ? std::optional(row->integer(0)) : std::nullopt;
}

Result<bool> is_another_build(Connection& connection, const model::Build& build) {
  auto query = Statement::prepare(connection,
                                  "SELECT 1 FROM docker_builds WHERE event_id = ? AND (started_ns "
                                  "<> ? OR build_duration <> ?)");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(build.id)
      .bind(std::int64_t{build.started.value_or(Time{}).time_since_epoch().count()})
      .bind(finite(build.duration.value_or(Seconds{0}).count()));
  return query->step();
}

Result<std::vector<model::Sample>> select_samples(Connection& connection,
                                                  const model::SeriesKey& key,
                                                  int count,
                                                  const model::PastScope& scope,
                                                  const std::string& except_id) {
  auto query = Statement::prepare(connection, samples_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(key.repository)
      .bind(key.workflow)
      .bind(key.job)
      .bind(key.leg)
      .bind(key.image)
      .bind(key.dockerfile)
      .bind(key.target)
      .bind(key.platform)
      .bind(state_text(key.cache_state))
      .bind(key.cpu_model)
      .bind(static_cast<std::int64_t>(key.cpus))
      .bind(except_id)
      .bind(scope.until ? std::optional(scope.until->time_since_epoch().count()) : std::nullopt)
      .bind(scope.ref.empty() ? std::nullopt : std::optional<std::string_view>(scope.ref))
      .bind(static_cast<std::int64_t>(
          std::max(count, 0))); // SQLite takes a negative one for no limit
  std::vector<model::Sample> samples;
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    model::Sample sample;
    sample.event_id = query->text(0);
    sample.at = Time(std::chrono::nanoseconds(query->integer(1)));
    sample.sha = query->text(2);
    sample.build_time = Seconds(query->real(3));
    if (!query->is_null(4)) {
      sample.image_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(query->integer(4), 0));
    }
    if (!query->is_null(5)) {
      sample.hit_ratio = query->real(5);
    }
    samples.push_back(std::move(sample));
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return samples;
}

Result<std::vector<codec::JudgedBuild>> select_newest(Connection& connection, int count) {
  auto query = Statement::prepare(connection, newest_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(static_cast<std::int64_t>(std::max(count, 0)));
  return read_records(connection, *query);
}

Result<std::vector<codec::JudgedBuild>>
select_by_id(Connection& connection, const std::string& prefix, int count) {
  auto query = Statement::prepare(connection, by_id_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(prefix).bind(prefix + "\x7f").bind(static_cast<std::int64_t>(std::max(count, 0)));
  return read_records(connection, *query);
}

Result<std::vector<codec::JudgedBuild>>
select_of_commit(Connection& connection, const std::string& sha, int count) {
  auto query = Statement::prepare(connection, of_commit_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(sha).bind(static_cast<std::int64_t>(std::max(count, 0)));
  return read_records(connection, *query);
}

} // namespace tidegate::sqlite
