// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/migrate.hpp"
#include "adapters/sqlite/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <sys/stat.h>

using namespace tidegate;
using test::add_all;
using test::builds_up_to;
using test::check_done;
using test::judged_build;
using test::opened;
using test::PlainDatabase;
using test::TempDir;
using Rows = std::vector<std::string>;

namespace {

model::SeriesKey key_of(const codec::JudgedBuild& judged) {
  return model::series_key(judged.build);
}

} // namespace

TEST_CASE("a new store makes its folder and a file that others may read") {
  const TempDir dir;
  const auto file = dir.path() / "deep" / "folder" / "history.db";
  const auto before = umask(022);
  const auto store = opened(file);
  umask(before);
  CHECK(store.notice().empty());
  struct stat status{};
  REQUIRE(stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0644U);
}

TEST_CASE("a stored build has the columns that existing users query") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, {judged_build(3)});
  PlainDatabase plain(dir.path() / "h.db");
  CHECK(plain.query(
            "SELECT id, image_name, build_duration, image_size_mb, build_timestamp, timezone, "
            "dockerfile_path, build_args, success, error_message FROM docker_builds")
        == Rows{"1|ghcr.io/o/"
                "app|3.0|94.7|2026-09-21T14:16:20.000Z|UTC|Dockerfile|{\"VERSION\":null}|1|NULL"});
  CHECK(plain.query("SELECT created_at LIKE '20__-__-__T__:__:__.___Z' FROM docker_builds")
        == Rows{"1"});
  CHECK(
      plain.query(
          "SELECT event_id, outcome, image_bytes, hit_ratio, cache_state, json_valid(record) FROM "
          "docker_builds")
      == Rows{"01JD0000000000000000000003|success|94700000|0.75|warm|1"});
}

TEST_CASE("an image that the engine does not hold has size 0.0 in the history") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  judged.build.image = {};
  add_all(store, {judged});
  PlainDatabase plain(dir.path() / "h.db");
  CHECK(plain.query("SELECT image_name, image_size_mb, image_bytes FROM docker_builds")
        == Rows{"|0.0|NULL"});
  CHECK(plain.query("SELECT avg_size_mb FROM build_statistics") == Rows{"0.0"});
}

TEST_CASE("timestamps are in the configured zone, or in UTC where it is unknown") {
  const TempDir dir;
  auto berlin = opened(dir.path() / "b.db", {.timezone = "Europe/Berlin"});
  add_all(berlin, {judged_build(3)});
  const bool known = berlin.notice().empty();
  CHECK(PlainDatabase(dir.path() / "b.db")
            .query("SELECT build_timestamp, timezone FROM docker_builds")
        == Rows{known ? "2026-09-21T16:16:20.000+02:00|Europe/Berlin"
                      : "2026-09-21T14:16:20.000Z|UTC"});
  auto mars = opened(dir.path() / "m.db", {.timezone = "Mars/Olympus"});
  CHECK(mars.notice().find("time zone Mars/Olympus is not known") != std::string::npos);
  add_all(mars, {judged_build(3)});
  CHECK(PlainDatabase(dir.path() / "m.db")
            .query("SELECT build_timestamp, timezone FROM docker_builds")
        == Rows{"2026-09-21T14:16:20.000Z|UTC"});
}

TEST_CASE("statistics follow the builds of an image") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto failed_build = judged_build(50);
  failed_build.build.outcome = model::Outcome::failure;
  auto unmeasured = judged_build(6);
  unmeasured.build.image.size_bytes.reset();
  auto other = judged_build(7);
  other.build.image.ref = "alpine:3";
  add_all(store, {judged_build(2), unmeasured, failed_build, other});
  PlainDatabase plain(dir.path() / "h.db");
  CHECK(plain.query("SELECT id, image_name, avg_duration, avg_size_mb, total_builds, "
                    "last_build_timestamp, timezone "
                    "FROM build_statistics ORDER BY image_name")
        == Rows{"1|alpine|7.0|94.7|1|2026-09-21T14:20:20.000Z|UTC",
                "2|ghcr.io/o/app|4.0|94.7|3|2026-09-21T15:03:20.000Z|UTC"});
  CHECK(plain.query("SELECT count(*) FROM build_statistics WHERE updated_at IS NULL") == Rows{"0"});
}

TEST_CASE("a build added twice is there once") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto changed = judged_build(1);
  changed.build.duration = Seconds(99);
  add_all(store, {judged_build(1), changed});
  add_all(store, {judged_build(1)});
  CHECK(PlainDatabase(dir.path() / "h.db").query("SELECT build_duration FROM docker_builds")
        == Rows{"1.0"});
}

TEST_CASE("a build comes back from the history as it went in") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, builds_up_to(5));
  const auto newest = store.newest(2);
  REQUIRE(newest);
  REQUIRE(newest->size() == 2);
  CHECK((*newest)[0].build == judged_build(5).build);
  CHECK((*newest)[0].verdicts == judged_build(5).verdicts);
  CHECK((*newest)[1].build.id == judged_build(4).build.id);
  CHECK(store.newest(0).value().empty());
  CHECK(store.newest(-1).value().empty());
  CHECK(store.newest(100).value().size() == 5);
}

TEST_CASE("a stored record that cannot be read is an error that names the build") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, {judged_build(1)});
  PlainDatabase(dir.path() / "h.db").query("UPDATE docker_builds SET record = 'x'");
  const auto newest = store.newest(1);
  REQUIRE_FALSE(newest);
  CHECK(newest.error().message.find("record of build 01JD0000000000000000000001")
        != std::string::npos);
  CHECK(newest.error().hint.find("tidegate history rebuild") != std::string::npos);
}

TEST_CASE("hostile texts are data") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  judged.build.run.job = "'); DELETE FROM docker_builds; --";
  judged.build.request.target = std::string("a\0b", 3);
  judged.build.request.build_arg_names = {"A\"B\\\n", "C"};
  add_all(store, {judged});
  CHECK(store.recent(key_of(judged), 1, {}, "").value().size() == 1);
  CHECK(PlainDatabase(dir.path() / "h.db").query("SELECT json_valid(build_args) FROM docker_builds")
        == Rows{"1"});
}

TEST_CASE("impossible numbers are stored without an error") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto judged = judged_build(1);
  judged.build.duration = Seconds(std::nan(""));
  judged.build.image.size_bytes = std::numeric_limits<std::uint64_t>::max();
  judged.build.cache.hit_ratio = std::nan("");
  judged.build.started = Time::max();
  add_all(store, {judged});
  const auto samples = store.recent(key_of(judged), 1, {}, "").value();
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].at == Time::max());
}

TEST_CASE("a build without an id is refused and the rest goes on") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  auto nameless = judged_build(1);
  nameless.build.id.clear();
  check_done(store.begin());
  const auto done = store.add({.judged = nameless, .event_file = "a", .position_after = 1});
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == Error::Kind::usage);
  check_done(store.add({.judged = judged_build(2), .event_file = "a", .position_after = 2}));
  check_done(store.commit());
  CHECK(store.newest(10).value().size() == 1);
}

TEST_CASE("positions are kept per file, may go back, and fall with an abandoned transaction") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  CHECK(store.position("a.jsonl").value() == 0);
  check_done(store.begin());
  check_done(store.skip("a.jsonl", 10));
  check_done(store.skip("b.jsonl", std::numeric_limits<std::uint64_t>::max()));
  CHECK(store.position("a.jsonl").value() == 10);
  check_done(store.commit());
  check_done(store.begin());
  check_done(store.skip("a.jsonl", 5));
  check_done(store.commit());
  CHECK(store.position("a.jsonl").value() == 5);
  CHECK(store.position("b.jsonl").value()
        == static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  check_done(store.begin());
  check_done(store.add({.judged = judged_build(1), .event_file = "a.jsonl", .position_after = 99}));
  check_done(store.begin()); // takes back what was not committed
  check_done(store.commit());
  CHECK(store.position("a.jsonl").value() == 5);
  CHECK(store.newest(1).value().empty());
}

TEST_CASE("writing outside a transaction is an error") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  CHECK_FALSE(store.skip("a", 1));
  CHECK_FALSE(store.add({.judged = judged_build(1), .event_file = "a", .position_after = 1}));
  CHECK_FALSE(store.commit());
}

TEST_CASE("clear empties everything, inside a transaction or not") {
  const TempDir dir;
  auto store = opened(dir.path() / "h.db");
  add_all(store, builds_up_to(3));
  check_done(store.clear());
  CHECK(store.newest(10).value().empty());
  CHECK(store.position("2026-11.jsonl").value() == 0);
  add_all(store, builds_up_to(3));
  check_done(store.begin());
  check_done(store.clear());
  check_done(store.add({.judged = judged_build(9), .event_file = "a", .position_after = 1}));
  check_done(store.commit());
  CHECK(store.newest(10).value().size() == 1);
}

TEST_CASE("what one store committed another one sees, and reopening finds it") {
  const TempDir dir;
  auto one = opened(dir.path() / "h.db");
  auto two = opened(dir.path() / "h.db");
  add_all(one, {judged_build(1)});
  add_all(two, {judged_build(2)});
  CHECK(one.newest(10).value().size() == 2);
  CHECK(opened(dir.path() / "h.db").newest(10).value().size() == 2);
}

TEST_CASE("migrations are numbered from 1 without a gap") {
  int expected = 0;
  for (const auto& migration : sqlite::migrations()) {
    CHECK(migration.path.substr(0, 5) == fmt::format("{:04}_", ++expected));
    CHECK_FALSE(migration.text.empty());
  }
  CHECK(expected >= 1);
}
