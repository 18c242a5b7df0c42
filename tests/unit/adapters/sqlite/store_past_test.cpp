// SPDX-License-Identifier: Apache-2.0
// The builds that another one is compared with.
#include "adapters/sqlite/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using test::add_all;
using test::judged_build;
using test::opened;
using test::PlainDatabase;
using test::TempDir;
using Texts = std::vector<std::string>;

namespace {

codec::JudgedBuild build_of(int n, const std::string& ref) {
  auto judged = judged_build(n);
  judged.build.outcome = model::Outcome::success;
  judged.build.run.ref = ref;
  return judged;
}

const model::SeriesKey key = model::series_key(judged_build(1).build);

Texts past_ids(sqlite::Store& store, int count, const std::string& except = {}) {
  const auto builds = store.past(key, count, except);
  REQUIRE_MESSAGE(builds, (builds ? "" : builds.error().message));
  Texts ids;
  for (const auto& judged : *builds) {
    ids.push_back(judged.build.id.substr(24));
  }
  return ids;
}

std::string baseline_id(sqlite::Store& store, const Texts& refs, const std::string& except = {}) {
  const auto found = store.baseline(key, refs, except);
  REQUIRE_MESSAGE(found, (found ? "" : found.error().message));
  return *found ? (*found)->build.id.substr(24) : "none";
}

} // namespace

TEST_CASE("the past of a build holds all of its cache states and machines, and no failure") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto cold = build_of(2, "m");
  cold.build.cache.state = model::CacheState::cold;
  auto elsewhere = build_of(3, "m");
  elsewhere.build.runner.cpus = 64;
  auto failure = build_of(4, "m");
  failure.build.outcome = model::Outcome::failure;
  auto other = build_of(5, "m");
  other.build.request.target = "tests";
  add_all(store, {build_of(1, "m"), cold, elsewhere, failure, other});
  CHECK(past_ids(store, 10) == Texts{"03", "02", "01"});
  CHECK(past_ids(store, 10, elsewhere.build.id) == Texts{"02", "01"});
  CHECK(past_ids(store, 1) == Texts{"03"});
  CHECK(past_ids(store, -1).empty());
}

TEST_CASE("the past comes back whole") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = build_of(1, "m");
  judged.build.inputs.copies = {{"app", 2, "abcd", {{"a.txt", "1234"}}}};
  add_all(store, {judged});
  const auto past = store.past(key, 1, "");
  REQUIRE(past);
  REQUIRE(past->size() == 1);
  CHECK(past->front().build.inputs == judged.build.inputs);
}

TEST_CASE("a baseline is of the first ref that has one, else of any") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  CHECK(baseline_id(store, {"topic"}) == "none");
  add_all(store,
          {build_of(1, "topic"), build_of(2, "main"), build_of(3, "topic"), build_of(4, "other")});
  CHECK(baseline_id(store, {"topic", "main"}) == "03");
  CHECK(baseline_id(store, {"new", "main"}) == "02");
  CHECK(baseline_id(store, {"new"}) == "04");
  CHECK(baseline_id(store, {}) == "04");
  CHECK(baseline_id(store, {"topic"}, judged_build(3).build.id) == "01");
}

TEST_CASE("a baseline at a commit is of the first of the commits that has a build") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto at_base = build_of(1, "main");
  at_base.build.run.sha = "base";
  auto again = build_of(2, "main");
  again.build.run.sha = "base";
  auto tip = build_of(3, "main");
  tip.build.run.sha = "tip";
  add_all(store, {at_base, again, tip});
  const auto at = [&](const Texts& commits, const std::string& ref = {}) {
    const auto found = store.baseline_at(key, commits, ref, tip.build.id);
    REQUIRE(found);
    return *found ? (*found)->build.id.substr(24) : "none";
  };
  CHECK(at({"newer", "base", "tip"}) == "02");
  CHECK(at({"newer", "base", "tip"}, "main") == "02");
  CHECK(at({"newer", "base", "tip"}, "tag") == "none");
  CHECK(at({"tip"}) == "none"); // the build itself
  CHECK(at({}) == "none");
}

TEST_CASE("a build with cache trouble, or rebuilt because of it, is a baseline where no other is") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto troubled = build_of(2, "m");
  troubled.build.cache.problems = {"the import failed"};
  auto rebuilt = build_of(3, "m");
  rebuilt.build.rebuilt = model::BrokenAttempt{};
  auto failure = build_of(4, "m");
  failure.build.outcome = model::Outcome::failure;
  add_all(store, {troubled, rebuilt, failure});
  CHECK(baseline_id(store, {"m"}) == "03");
  CHECK(baseline_id(store, {"m"}, rebuilt.build.id) == "02");
  add_all(store, {build_of(1, "x")});
  CHECK(baseline_id(store, {"m"}) == "01");
  CHECK(past_ids(store, 10) == Texts{"03", "02", "01"});
}

TEST_CASE("a store of the first tidegate is brought up to date, and its builds are read again") {
  const TempDir dir;
  const auto file = dir.path() / "h.db";
  {
    auto store = opened(file);
    auto troubled = build_of(2, "m");
    troubled.build.cache.problems = {"the import failed"};
    add_all(store, {build_of(1, "m"), troubled, build_of(3, "x")});
  }
  PlainDatabase(file).query(
      "DROP INDEX docker_builds_past; DROP INDEX docker_builds_series;"
      "ALTER TABLE docker_builds DROP COLUMN ref;"
      "ALTER TABLE docker_builds DROP COLUMN healthy;"
      "ALTER TABLE docker_builds DROP COLUMN rebuilt; ALTER TABLE docker_builds DROP COLUMN leg;"
      "CREATE INDEX docker_builds_series ON docker_builds (started_ns);"
      "UPDATE docker_builds SET record = 'torn' WHERE id = 3;"
      "DROP TABLE workflow_runs; DROP TABLE workflow_jobs; DROP TABLE job_steps;"
      "DROP TABLE sync_windows; DROP TABLE kept_answers;"
      "DROP TABLE metric_series; DROP TABLE metric_values; DROP TABLE metric_builds;"
      "DROP TABLE acceptances; PRAGMA user_version = 1");
  auto store = opened(file);
  CHECK(store.newest(10).value().empty());
  CHECK(store.position("2026-11.jsonl").value() == 0);
  add_all(store, {build_of(1, "m"), build_of(3, "x")});
  CHECK(baseline_id(store, {"m"}) == "01");
}

TEST_CASE("past and baseline are read along the index, in its order") {
  const TempDir dir;
  const auto file = dir.path() / "h.db";
  auto store = opened(file);
  const Texts plan = PlainDatabase(file).query(
      "EXPLAIN QUERY PLAN SELECT event_id, record FROM docker_builds WHERE success = 1 AND "
      "repository = 'a' AND workflow = 'a' AND job = 'a' AND leg = 'a' AND image_name = 'a' AND "
      "dockerfile_path = 'a' AND target = 'a' AND platform = 'a' AND event_id <> 'a' AND healthy = "
      "1 AND ('m' IS "
      "NULL OR ref = 'm') ORDER BY started_ns DESC, event_id DESC LIMIT 1");
  REQUIRE(plan.size() == 1); // a sort would be a second line
  CHECK(plan[0].find("USING INDEX docker_builds_past") != std::string::npos);
}

TEST_CASE("a record that cannot be read is named") {
  const TempDir dir;
  const auto file = dir.path() / "h.db";
  auto store = opened(file);
  add_all(store, {build_of(1, "m")});
  PlainDatabase(file).query("UPDATE docker_builds SET record = '{'");
  const auto past = store.past(key, 1, "");
  REQUIRE_FALSE(past);
  CHECK(past.error().message.find("record of build 01JD") != std::string::npos);
  CHECK_FALSE(store.baseline(key, {}, ""));
}
