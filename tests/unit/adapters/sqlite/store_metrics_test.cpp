// SPDX-License-Identifier: Apache-2.0
// Metrics over time, and what was accepted of them.
#include "adapters/sqlite/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"

#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;
using model::MetricKind;
using sqlite::MetricRow;
using test::check_done;
using test::judged_build;
using test::opened;
using test::PlainDatabase;
using test::TempDir;

namespace {

const model::Metric build_time{.kind = MetricKind::build_time};
const model::Metric make_step{.kind = MetricKind::step_time, .part = "build: RUN make"};

MetricRow row(const model::Metric& metric,
              double value,
              const std::string& situation = {},
              std::optional<double> again = std::nullopt) {
  return {.measured = {.metric = metric, .situation = situation, .value = value}, .again = again};
}

void add(sqlite::Store& store,
         const codec::JudgedBuild& judged,
         const std::vector<MetricRow>& metrics) {
  check_done(store.begin());
  check_done(
      store.add({.judged = judged, .event_file = "a", .position_after = 1, .metrics = metrics}));
  check_done(store.commit());
}

// About the builds of judged_build().
sqlite::MetricQuestion about(const model::Metric& metric, const std::string& situation = {}) {
  return {.thing = model::series_key(judged_build(1).build),
          .metric = metric,
          .situation = situation,
          .scope = {},
          .except_id = {},
          .count = 100};
}

std::vector<double> values(sqlite::Store& store, const sqlite::MetricQuestion& question) {
  const auto past = store.metric_past(question);
  REQUIRE_MESSAGE(past, (past ? "" : past.error().message));
  std::vector<double> list;
  for (const auto& point : past->points) {
    list.push_back(point.value);
  }
  return list;
}

model::Blessing blessing(const std::string& id, const std::string& metric) {
  model::Blessing blessing;
  blessing.accepted = {.event_id = id,
                       .at = Time(std::chrono::seconds(5)),
                       .metric = metric,
                       .reason = "a new compiler",
                       .actor = "octo",
                       .sha = "abc"};
  blessing.accepted.after = 12.5; // the store keeps that of the event there
  blessing.after = 12.5;
  return blessing;
}

std::vector<std::string> accepted(sqlite::Store& store, const sqlite::MetricQuestion& question) {
  const auto past = store.metric_past(question);
  REQUIRE_MESSAGE(past, (past ? "" : past.error().message));
  std::vector<std::string> ids;
  for (const auto& acceptance : past->accepted) {
    ids.push_back(acceptance.event_id);
  }
  return ids;
}

void accept(sqlite::Store& store, const model::Blessing& blessing) {
  check_done(store.begin());
  check_done(store.accept(blessing));
  check_done(store.commit());
}

using Values = std::vector<double>;
using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("a series is read oldest first, with what is known of each build") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add(store, judged_build(2), {row(build_time, 12.5, "build from 2", 11.5)});
  add(store, judged_build(1), {row(build_time, 10, "build from 2")});
  const auto past = store.metric_past(about(build_time, "build from 2"));
  REQUIRE(past);
  const model::Build first = judged_build(1).build;
  const model::Build second = judged_build(2).build;
  CHECK(past->points
        == std::vector<model::MetricPoint>{{.event_id = first.id,
                                            .at = *first.started,
                                            .sha = first.run.sha,
                                            .value = 10,
                                            .host = "AMD EPYC 7763 x 4",
                                            .again = std::nullopt},
                                           {.event_id = second.id,
                                            .at = *second.started,
                                            .sha = second.run.sha,
                                            .value = 12.5,
                                            .host = "AMD EPYC 7763 x 4",
                                            .again = 11.5}});
}

TEST_CASE("a series holds one metric in one situation") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add(store, judged_build(1), {row(build_time, 1, "all cached"), row(make_step, 2)});
  add(store, judged_build(2), {row(build_time, 3, "build from 2"), row(make_step, 4)});
  CHECK(values(store, about(build_time, "all cached")) == Values{1});
  CHECK(values(store, about(build_time, "build from 2")) == Values{3});
  CHECK(values(store, about(build_time)).empty());
  CHECK(values(store, about(make_step)) == Values{2, 4});
}

TEST_CASE("a series is of one thing, whatever the machine and the cache state") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto elsewhere = judged_build(2);
  elsewhere.build.runner = {};
  elsewhere.build.cache.state = model::CacheState::cold;
  auto leg = judged_build(3);
  leg.build.run.leg = "arm64";
  add(store, judged_build(1), {row(build_time, 1)});
  add(store, elsewhere, {row(build_time, 2)});
  add(store, leg, {row(build_time, 3)});
  CHECK(values(store, about(build_time)) == Values{1, 2});
  CHECK(store.metric_past(about(build_time))->points.back().host.empty());
}

TEST_CASE("a past ends where its scope ends, without the build that is judged") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  for (int n = 1; n <= 6; ++n) {
    auto judged = judged_build(n);
    judged.build.run.ref = n % 2 == 0 ? "main" : "other";
    add(store, judged, {row(build_time, n)});
  }
  auto question = about(build_time);
  question.count = 3;
  CHECK(values(store, question) == Values{4, 5, 6}); // the newest
  question.except_id = judged_build(5).build.id;
  CHECK(values(store, question) == Values{3, 4, 6});
  question.scope.until = judged_build(4).build.started;
  CHECK(values(store, question) == Values{2, 3, 4});
  question.scope.ref = "main";
  CHECK(values(store, question) == Values{2, 4});
  question.count = -1;
  CHECK(values(store, question).empty());
}

TEST_CASE("builds that started together are in the order of their ids, however they were read") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto second = judged_build(2);
  second.build.started = judged_build(1).build.started;
  add(store, second, {row(build_time, 2)});
  add(store, judged_build(1), {row(build_time, 1)});
  CHECK(values(store, about(build_time)) == Values{1, 2});
}

TEST_CASE("the series of a time are those with a value since then, those of a thing together") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto leg = judged_build(3);
  leg.build.run.leg = "arm64";
  leg.build.request.target = "final";
  leg.build.request.platform = "linux/arm64";
  add(store, judged_build(1), {row(build_time, 1, "all cached"), row(make_step, 2)});
  add(store, leg, {row(build_time, 3)});
  add(store, judged_build(2), {row(build_time, 4, "build from 2"), row(make_step, 5)});
  const auto named = [](const codec::JudgedBuild& judged,
                        const model::Metric& metric,
                        const std::string& situation) {
    model::MetricSeries series{
        .thing = model::series_key(judged.build), .metric = metric, .situation = situation};
    series.thing.cache_state.reset(); // how it was built, and on what, is not what was built
    series.thing.cpu_model.clear();
    series.thing.cpus = 0;
    return series;
  };
  const auto since = [&](const codec::JudgedBuild& judged) {
    const auto list = store.series_since(judged.build.started.value());
    REQUIRE_MESSAGE(list, (list ? "" : list.error().message));
    return *list;
  };
  using List = std::vector<model::MetricSeries>;
  CHECK(since(judged_build(1))
        == List{named(judged_build(1), build_time, "all cached"),
                named(judged_build(1), build_time, "build from 2"),
                named(judged_build(1), make_step, ""),
                named(leg, build_time, "")});
  CHECK(since(judged_build(2))
        == List{named(judged_build(1), build_time, "build from 2"),
                named(judged_build(1), make_step, ""),
                named(leg, build_time, "")});
  CHECK(since(judged_build(4)).empty());
}

TEST_CASE("a build that is added twice counts once") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add(store, judged_build(1), {row(build_time, 1)});
  add(store, judged_build(1), {row(build_time, 7), row(make_step, 7)});
  CHECK(values(store, about(build_time)) == Values{1});
  CHECK(values(store, about(make_step)).empty());
}

TEST_CASE("clearing leaves nothing of metrics and acceptances") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add(store, judged_build(1), {row(build_time, 1)});
  accept(store, blessing("01", "build-time"));
  check_done(store.clear());
  CHECK(values(store, about(build_time)).empty());
  CHECK(accepted(store, about(build_time)).empty());
  add(store, judged_build(1), {row(build_time, 1)});
  CHECK(values(store, about(build_time)) == Values{1});
}

TEST_CASE("an acceptance is of one metric, or of all of its kind") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  accept(store, blessing("01", "step-time"));
  accept(store, blessing("02", "step-time build: RUN make"));
  accept(store, blessing("03", "step-time build: RUN test"));
  accept(store, blessing("04", "build-time"));
  CHECK(accepted(store, about(make_step)) == Ids{"01", "02"});
  CHECK(accepted(store, about(build_time)) == Ids{"04"});
}

TEST_CASE("an acceptance keeps its time, its reason and who gave it, once") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  accept(store, blessing("01", "build-time"));
  accept(store, blessing("01", "build-time"));
  const auto past = store.metric_past(about(build_time));
  REQUIRE(past);
  CHECK(past->accepted == std::vector{blessing("01", "build-time").accepted});
}

TEST_CASE("an acceptance of another thing or situation does not count") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  const auto key = about(build_time).thing;
  auto same = blessing("01", "build-time");
  same.thing = {.repository = key.repository,
                .workflow = key.workflow,
                .job = key.job,
                .leg = key.leg,
                .image = key.image,
                .dockerfile = key.dockerfile,
                .target = key.target,
                .platform = key.platform};
  same.situation = "all cached";
  accept(store, same);
  int number = 1;
  for (auto* const part : {&same.thing.repository,
                           &same.thing.workflow,
                           &same.thing.job,
                           &same.thing.leg,
                           &same.thing.image,
                           &same.thing.dockerfile,
                           &same.thing.target,
                           &same.thing.platform,
                           &same.situation}) {
    const auto before = *part;
    *part = "other";
    same.accepted.event_id = "other" + std::to_string(++number);
    accept(store, same);
    *part = before;
  }
  CHECK(accepted(store, about(build_time, "all cached")) == Ids{"01"});
  CHECK(accepted(store, about(build_time, "build from 2")).empty());
}

TEST_CASE("a name that is empty in an acceptance is not the same as one that is not said") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto any = blessing("any", "build-time");
  auto none = blessing("none", "build-time");
  none.thing.leg = "";
  accept(store, any);
  accept(store, none);
  auto question = about(build_time);
  CHECK(accepted(store, question) == Ids{"any", "none"});
  question.thing.leg = "arm64";
  CHECK(accepted(store, question) == Ids{"any"});
}

TEST_CASE("of very many acceptances the newest 1,000 count") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  check_done(store.begin());
  for (int n = 0; n < 1500; ++n) {
    auto one = blessing(fmt::format("{:04}", n), "build-time");
    one.accepted.at += std::chrono::seconds(n);
    check_done(store.accept(one));
  }
  check_done(store.commit());
  const auto ids = accepted(store, about(build_time));
  REQUIRE(ids.size() == 1000);
  CHECK(ids.front() == "0500");
  CHECK(ids.back() == "1499");
}

TEST_CASE("a series is read along its index, without sorting") {
  const TempDir dir;
  const auto file = dir.path() / "h.db";
  auto store = opened(file);
  const auto plan = PlainDatabase(file).query(
      "EXPLAIN QUERY PLAN SELECT build.event_id FROM metric_series AS series CROSS JOIN "
      "metric_values AS point ON point.series = series.id CROSS JOIN metric_builds AS build ON "
      "build.id = point.build WHERE repository = 'a' AND workflow = 'a' AND job = 'a' AND leg = "
      "'a' AND image_name = 'a' AND dockerfile_path = 'a' AND target = 'a' AND platform = 'a' AND "
      "metric = 'a' AND situation = 'a' ORDER BY point.started_ns DESC LIMIT 3");
  REQUIRE(plan.size() == 3); // a sort would be a fourth line
  for (const auto& step : plan) {
    CHECK(step.find("SEARCH") != std::string::npos);
  }
}
