// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/metric_rows.hpp"

#include "model/host.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace tidegate::sqlite {
namespace {

constexpr std::int64_t most_acceptances = 1000;
constexpr int usual_points = 10'000; // of a series: no room is taken for more before they are there

constexpr std::string_view series_sql = R"(
INSERT INTO metric_series (
  repository, workflow, job, leg, image_name, dockerfile_path, target, platform, metric, situation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)";

constexpr std::string_view value_sql = R"(
INSERT INTO metric_values (series, started_ns, build, value, again)
SELECT id, ?11, ?12, ?13, ?14 FROM metric_series
WHERE repository = ?1 AND workflow = ?2 AND job = ?3 AND leg = ?4 AND image_name = ?5 AND dockerfile_path = ?6
  AND target = ?7 AND platform = ?8 AND metric = ?9 AND situation = ?10
ON CONFLICT DO NOTHING)";

constexpr std::string_view build_sql =
    "INSERT OR REPLACE INTO metric_builds (id, event_id, sha, ref, host) VALUES (?, ?, ?, ?, ?)";

// CROSS JOIN: in this order, the series first and then along its values, so that nothing is sorted.
constexpr std::string_view past_sql = R"(
SELECT build.event_id, point.started_ns, build.sha, point.value, build.host, point.again
FROM metric_series AS series
  CROSS JOIN metric_values AS point ON point.series = series.id
  CROSS JOIN metric_builds AS build ON build.id = point.build
WHERE repository = ? AND workflow = ? AND job = ? AND leg = ? AND image_name = ? AND dockerfile_path = ?
  AND target = ? AND platform = ? AND metric = ? AND situation = ? AND build.event_id <> ?11
  AND point.started_ns <= ?12 AND (?13 IS NULL OR build.ref = ?13)
ORDER BY point.started_ns DESC LIMIT ?14)";

constexpr std::string_view blessing_sql = R"(
INSERT INTO acceptances (
  repository, workflow, job, leg, image_name, dockerfile_path, target, platform, metric, situation,
  event_id, at_ns, reason, actor, sha, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)";

constexpr std::string_view acceptances_sql = R"(
SELECT event_id, at_ns, metric, reason, actor, sha, after FROM acceptances
WHERE (repository IS NULL OR repository = ?) AND (workflow IS NULL OR workflow = ?) AND (job IS NULL OR job = ?)
  AND (leg IS NULL OR leg = ?) AND (image_name IS NULL OR image_name = ?)
  AND (dockerfile_path IS NULL OR dockerfile_path = ?) AND (target IS NULL OR target = ?)
  AND (platform IS NULL OR platform = ?) AND metric IN (?9, ?11) AND (situation IS NULL OR situation = ?10)
ORDER BY at_ns DESC, event_id DESC LIMIT ?12)";

// In the order of their unique index: nothing is sorted.
constexpr std::string_view series_since_sql = R"(
SELECT repository, workflow, job, leg, image_name, dockerfile_path, target, platform, metric, situation
FROM metric_series AS named
WHERE EXISTS (SELECT 1 FROM metric_values AS point WHERE point.series = named.id AND point.started_ns >= ?)
ORDER BY repository, workflow, job, leg, image_name, dockerfile_path, target, platform, metric, situation)";

std::int64_t nanoseconds(Time time) {
  return time.time_since_epoch().count();
}

Time time_at(std::int64_t nanoseconds) {
  return Time(std::chrono::nanoseconds(nanoseconds));
}

// What names a thing, in the order of the columns of each table.
template<typename Thing>
auto thing_columns(Thing& thing) {
  return std::array{&thing.repository,
                    &thing.workflow,
                    &thing.job,
                    &thing.leg,
                    &thing.image,
                    &thing.dockerfile,
                    &thing.target,
                    &thing.platform};
}

// The first ten parameters of all statements but those of builds.
Statement& bind_series(Statement& row,
                       const model::SeriesKey& thing,
                       const std::string& metric,
                       const std::string& situation) {
  for (const std::string* const part : thing_columns(thing)) {
    row.bind(*part);
  }
  return row.bind(metric).bind(situation);
}

constexpr int metric_column = 8;

// The columns before that of the metric.
model::SeriesKey thing_of(const Statement& row) {
  model::SeriesKey thing;
  int column = 0;
  for (std::string* const part : thing_columns(thing)) {
    *part = row.text(column++);
  }
  return thing;
}

Result<void> run(Statement& row) {
  const auto done = row.step();
  row.reset();
  return done ? Result<void>{} : tl::unexpected(done.error());
}

Result<void>
insert_metric_build(Connection& connection, const model::Build& build, std::int64_t row_id) {
  auto row = Statement::prepare(connection, build_sql);
  if (!row) {
    return tl::unexpected(std::move(row.error()));
  }
  return run(row->bind(row_id)
                 .bind(build.id)
                 .bind(build.run.sha)
                 .bind(build.run.ref)
                 .bind(model::host_of(build.runner)));
}

std::optional<std::string_view> view(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

Result<std::vector<model::MetricPoint>> select_points(Connection& connection,
                                                      const MetricQuestion& question) {
  auto query = Statement::prepare(connection, past_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  const model::PastScope& scope = question.scope;
  bind_series(*query, question.thing, model::to_text(question.metric), question.situation)
      .bind(question.except_id)
      .bind(nanoseconds(scope.until.value_or(Time::max())))
      .bind(scope.ref.empty() ? std::nullopt : std::optional<std::string_view>(scope.ref))
      .bind(static_cast<std::int64_t>(std::max(question.count, 0)));
  std::vector<model::MetricPoint> points;
  points.reserve(static_cast<std::size_t>(std::clamp(question.count, 0, usual_points)));
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    points.push_back({.event_id = query->text(0),
                      .at = time_at(query->integer(1)),
                      .sha = query->text(2),
                      .value = query->real(3),
                      .host = query->text(4),
                      .again = query->is_null(5) ? std::nullopt : std::optional(query->real(5))});
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  std::ranges::reverse(points);
  // The order of the log must not show where builds started together.
  const auto by_time = [](const model::MetricPoint& point) {
    return std::pair(point.at, std::string_view(point.event_id));
  };
  if (!std::ranges::is_sorted(points, {}, by_time)) {
    std::ranges::sort(points, {}, by_time);
  }
  return points;
}

Result<std::vector<model::Acceptance>> select_acceptances(Connection& connection,
                                                          const MetricQuestion& question) {
  auto query = Statement::prepare(connection, acceptances_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  bind_series(*query, question.thing, model::to_text(question.metric), question.situation)
      .bind(model::to_text(question.metric.kind))
      .bind(most_acceptances);
  std::vector<model::Acceptance> accepted;
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    accepted.push_back({.event_id = query->text(0),
                        .at = time_at(query->integer(1)),
                        .metric = query->text(2),
                        .reason = query->text(3),
                        .actor = query->text(4),
                        .sha = query->text(5),
                        .after = query->is_null(6) ? std::nullopt : std::optional(query->real(6))});
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  std::ranges::reverse(accepted);
  return accepted;
}

} // namespace

Result<void> insert_metrics(Connection& connection,
                            const model::Build& build,
                            std::int64_t build_row,
                            const std::vector<MetricRow>& metrics) {
  auto series = Statement::prepare(connection, series_sql);
  auto value = Statement::prepare(connection, value_sql);
  if (!series || !value) {
    return tl::unexpected(series ? value.error() : series.error());
  }
  const model::SeriesKey thing = model::series_key(build);
  auto done = insert_metric_build(connection, build, build_row);
  for (const MetricRow& metric : metrics) {
    const std::string name = model::to_text(metric.measured.metric);
    if (done) {
      done = run(bind_series(*series, thing, name, metric.measured.situation));
    }
    if (done) {
      done = run(bind_series(*value, thing, name, metric.measured.situation)
                     .bind(nanoseconds(build.started.value_or(Time{})))
                     .bind(build_row)
                     .bind(metric.measured.value)
                     .bind(metric.again));
    }
  }
  return done;
}

Result<void> insert_blessing(Connection& connection, const model::Blessing& blessing) {
  auto row = Statement::prepare(connection, blessing_sql);
  if (!row) {
    return tl::unexpected(std::move(row.error()));
  }
  for (const auto* const part : thing_columns(blessing.thing)) {
    row->bind(view(*part));
  }
  const model::Acceptance& accepted = blessing.accepted;
  return run(row->bind(accepted.metric)
                 .bind(view(blessing.situation))
                 .bind(accepted.event_id)
                 .bind(nanoseconds(accepted.at))
                 .bind(accepted.reason)
                 .bind(accepted.actor)
                 .bind(accepted.sha)
                 .bind(blessing.after));
}

Result<std::vector<model::MetricSeries>> select_series_since(Connection& connection, Time since) {
  auto query = Statement::prepare(connection, series_since_sql);
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  query->bind(nanoseconds(since));
  std::vector<model::MetricSeries> list;
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    auto metric = model::parse_metric(query->text(metric_column));
    if (metric) {
      list.push_back({.thing = thing_of(*query),
                      .metric = std::move(*metric),
                      .situation = query->text(metric_column + 1)});
    }
  }
  if (!row) {
    return tl::unexpected(row.error());
  }
  return list;
}

Result<model::MetricPast> select_metric_past(Connection& connection,
                                             const MetricQuestion& question) {
  auto points = select_points(connection, question);
  if (!points) {
    return tl::unexpected(std::move(points.error()));
  }
  auto accepted = select_acceptances(connection, question);
  if (!accepted) {
    return tl::unexpected(std::move(accepted.error()));
  }
  return model::MetricPast{.points = std::move(*points), .accepted = std::move(*accepted)};
}

} // namespace tidegate::sqlite
