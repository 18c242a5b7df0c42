// SPDX-License-Identifier: Apache-2.0
// The past of a series, as the gate reads it.
#include "adapters/sqlite/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using test::add_all;
using test::judged_build;
using test::opened;
using test::PlainDatabase;
using test::TempDir;
using Rows = std::vector<std::string>;

namespace {

model::SeriesKey key_of(const codec::JudgedBuild& judged) {
  return model::series_key(judged.build);
}

Rows ids(const Result<std::vector<model::Sample>>& samples) {
  REQUIRE(samples);
  Rows rows;
  for (const auto& sample : *samples) {
    rows.push_back(std::to_string(std::stoi(sample.event_id.substr(4))));
  }
  return rows;
}

} // namespace

TEST_CASE(
    "recent builds come newest first by their start, at most as many as asked for, without one") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, {judged_build(3), judged_build(1), judged_build(4), judged_build(2)});
  const auto key = key_of(judged_build(1));
  CHECK(ids(store.recent(key, 10, {}, "")) == Rows{"4", "3", "2", "1"});
  CHECK(ids(store.recent(key, 2, {}, "")) == Rows{"4", "3"});
  CHECK(ids(store.recent(key, 2, {}, judged_build(4).build.id)) == Rows{"3", "2"});
  CHECK(ids(store.recent(key, 0, {}, "")).empty());
  CHECK(ids(store.recent(key, -1, {}, "")).empty());
}

TEST_CASE("the past can end at a time and keep to a branch") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  const auto of = [](int number, const char* ref) {
    auto judged = judged_build(number);
    judged.build.run.ref = ref;
    return judged;
  };
  const auto* const main = "refs/heads/main";
  add_all(store, {of(1, main), of(2, "refs/pull/7/merge"), of(3, main), of(4, main)});
  const auto key = key_of(judged_build(1));
  const auto third = judged_build(3).build.started;
  CHECK(ids(store.recent(key, 10, {.until = third, .ref = ""}, "")) == Rows{"3", "2", "1"});
  CHECK(ids(store.recent(key, 10, {.until = third, .ref = main}, "")) == Rows{"3", "1"});
}

TEST_CASE("each leg of a matrix has a series of its own") {
  const TempDir dir;
  auto arm = judged_build(1);
  arm.build.run.leg = "arm64";
  auto store = opened(dir.path() / "h.db");
  add_all(store, {arm, judged_build(2)});
  CHECK(ids(store.recent(key_of(arm), 10, {}, "")) == Rows{"1"});
  CHECK(ids(store.recent(key_of(judged_build(2)), 10, {}, "")) == Rows{"2"});
}

TEST_CASE("a build that was made again since the cache broke it stays out of the series") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  judged.build.rebuilt.emplace().without = "export";
  add_all(store, {judged, judged_build(2)});
  CHECK(ids(store.recent(key_of(judged_build(1)), 10, {}, "")) == Rows{"2"});
  REQUIRE(store.newest(10));
  CHECK(store.newest(10)->size() == 2);
}

TEST_CASE("a failed build is stored with its message and stays out of the series") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  judged.build.outcome = model::Outcome::failure;
  judged.build.error.emplace().message = "it's \"broken\"; DROP TABLE x";
  add_all(store, {judged, judged_build(2)});
  PlainDatabase plain(dir.path() / "h.db");
  CHECK(plain.query("SELECT success, outcome, error_message FROM docker_builds WHERE id = 1")
        == Rows{"0|failure|it's \"broken\"; DROP TABLE x"});
  CHECK(ids(store.recent(key_of(judged), 10, {}, "")) == Rows{"2"});
}

TEST_CASE("a sample tells when, what commit, how long, how large and how much from the cache") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  *judged.build.started += std::chrono::nanoseconds(123'456'789);
  judged.build.duration = Seconds(12.345);
  auto bare = judged_build(2);
  bare.build.image.size_bytes.reset();
  bare.build.cache.hit_ratio.reset();
  add_all(store, {judged, bare});
  const auto samples = store.recent(key_of(judged), 10, {}, "").value();
  REQUIRE(samples.size() == 2);
  CHECK(samples[1].at == judged.build.started);
  CHECK(samples[1].sha == judged.build.run.sha);
  CHECK(samples[1].build_time == Seconds(12.345));
  CHECK(samples[1].image_bytes == 94'700'000U);
  CHECK(samples[1].hit_ratio == 0.75);
  CHECK_FALSE(samples[0].image_bytes);
  CHECK_FALSE(samples[0].hit_ratio);
}

TEST_CASE("every part of the key keeps series apart, an absent cache state too") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  const auto base = judged_build(1);
  std::vector<codec::JudgedBuild> builds{base};
  const auto vary = [&](auto change) {
    auto judged = judged_build(static_cast<int>(builds.size()) + 1);
    change(judged.build);
    builds.push_back(judged);
  };
  vary([](model::Build& build) { build.run.repository = "o/other"; });
  vary([](model::Build& build) { build.run.workflow = "nightly"; });
  vary([](model::Build& build) { build.run.job = "arm"; });
  vary([](model::Build& build) { build.image.ref = "ghcr.io/o/other"; });
  vary([](model::Build& build) { build.request.dockerfile = "other.Dockerfile"; });
  vary([](model::Build& build) { build.request.target = "debug"; });
  vary([](model::Build& build) { build.request.platform = "linux/arm64"; });
  vary([](model::Build& build) { build.cache.state = model::CacheState::cold; });
  vary([](model::Build& build) { build.cache.state.reset(); });
  vary([](model::Build& build) { build.runner.cpu_model = "Intel"; });
  vary([](model::Build& build) { build.runner.cpus = 2; });
  add_all(store, builds);
  for (const auto& judged : builds) {
    const auto samples = store.recent(key_of(judged), 10, {}, "").value();
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].event_id == judged.build.id);
  }
}

TEST_CASE("among 10,000 builds the recent ones of a series are found by the index") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, {judged_build(1)});
  // By SQL, since 10,000 records printed under sanitizers take 20 s.
  PlainDatabase plain(dir.path() / "h.db");
  plain.query(
      "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
      "INSERT INTO docker_builds (image_name, build_duration, image_size_mb, build_timestamp, "
      "timezone, "
      "dockerfile_path, build_args, success, event_id, outcome, started_ns, image_bytes, "
      "hit_ratio, sha, "
      "repository, workflow, job, target, platform, cache_state, cpu_model, cpus, record) "
      "SELECT image_name, i, image_size_mb, build_timestamp, timezone, dockerfile_path, "
      "build_args, success, "
      "'id' || i, outcome, started_ns + i, image_bytes, hit_ratio, sha, repository, workflow, "
      "CASE WHEN i % 500 = 1 THEN job ELSE 'other' END, target, platform, cache_state, cpu_model, "
      "cpus, "
      "record "
      "FROM docker_builds, n WHERE docker_builds.id = 1");
  CHECK(plain.query("SELECT count(*) FROM docker_builds") == Rows{"10000"});
  double fastest_ms = 1e9; // of several, since other tests run beside this one
  for (int round = 0; round < 10; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const auto samples = store.recent(key_of(judged_build(1)), 20, {}, "");
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    fastest_ms = std::min(fastest_ms, took.count());
    REQUIRE(samples);
    CHECK(samples->size() == 20);
    CHECK(samples->front().event_id == "id9501");
  }
  MESSAGE("recent() took ", fastest_ms, " ms");
  CHECK(fastest_ms < 4); // 9,980 builds of another job are passed over
  const auto statistics = plain.query("EXPLAIN QUERY PLAN SELECT * FROM build_statistics");
  CHECK(std::ranges::any_of(statistics, [](const std::string& row) {
    return row.find("COVERING INDEX docker_builds_statistics") != std::string::npos;
  }));
}
