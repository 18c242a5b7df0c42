// SPDX-License-Identifier: Apache-2.0
// Damaged files, foreign files, and files that cannot be used.
#include "adapters/sqlite/damage.hpp"
#include "adapters/sqlite/store.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"
#include "unit/adapters/sqlite/stored_files.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tidegate;
using sqlite::Store;
using namespace tidegate::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const Store::Options impatient{.timezone = "UTC", .busy_limit = 100ms};

// Whole pages of a stored database, filled so that there are many.
fs::path filled_database(const TempDir& dir, const char* name = "history.db") {
  const fs::path file = dir.path() / name;
  auto store = opened(file);
  add_all(store, builds_up_to(100));
  return file;
}

// https://www.sqlite.org/fileformat2.html#the_rollback_journal: a header of one sector that holds
// no page, and the name of the super-journal.
std::string journal_naming(const fs::path& other) {
  const std::string name = other.string();
  const std::string magic("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
  const auto number = [](std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(value >> static_cast<unsigned>(shift));
    }
    return bytes;
  };
  std::uint32_t sum = 0;
  for (const char byte : name) {
    sum += static_cast<std::uint32_t>(static_cast<signed char>(byte));
  }
  std::string header = magic + number(0) + number(1) + number(1) + number(512) + number(4096);
  header.resize(512);
  const std::uint32_t lock_page = (0x40000000U / 4096) + 1;
  return header + number(lock_page) + name + number(static_cast<std::uint32_t>(name.size()))
         + number(sum) + magic;
}

// It opens, says what it did, keeps the damaged file, and works.
void check_begun_anew(const fs::path& file, const std::string& damaged_content) {
  auto store = opened(file);
  CHECK(store.notice().find("was put aside as") != std::string::npos);
  const auto aside = damaged_files(file.parent_path());
  REQUIRE(aside.size() == 1);
  CHECK(content(aside[0]) == damaged_content);
  CHECK(store.notice().find(aside[0].string()) != std::string::npos);
  CHECK(store.newest(10).value().empty());
  CHECK(store.position("2026-11.jsonl").value() == 0);
  add_all(store, {judged_build(1)});
  CHECK(opened(file).notice().empty());
}

} // namespace

TEST_CASE("a file that is no database is put aside and a new one begun") {
  const TempDir dir;
  const std::string text(5000, 'x');
  overwrite(dir.path() / "history.db", text);
  check_begun_anew(dir.path() / "history.db", text);
}

TEST_CASE("a database with a broken header is put aside and a new one begun") {
  const TempDir dir;
  const auto file = filled_database(dir);
  std::string bytes = content(file);
  bytes.replace(0, 100, std::string(100, '\xff'));
  overwrite(file, bytes);
  check_begun_anew(file, bytes);
}

TEST_CASE("a truncated database is put aside and a new one begun") {
  const TempDir dir;
  const auto file = filled_database(dir);
  const std::string bytes = content(file).substr(0, 4096UL * 10);
  overwrite(file, bytes);
  check_begun_anew(file, bytes);
}

TEST_CASE("a database whose table of tables is broken is put aside and a new one begun") {
  const TempDir dir;
  const auto file = filled_database(dir);
  std::string bytes = content(file);
  bytes.replace(100, 3996, std::string(3996, '\0'));
  overwrite(file, bytes);
  check_begun_anew(file, bytes);
}

TEST_CASE("an empty file is a new history") {
  const TempDir dir;
  overwrite(dir.path() / "history.db", "");
  auto store = opened(dir.path() / "history.db");
  CHECK(store.notice().empty());
  add_all(store, {judged_build(1)});
}

TEST_CASE("a journal beside a damaged file is not played into the new one") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  overwrite(file, std::string(5000, 'x'));
  overwrite(dir.path() / "history.db-journal", std::string(2000, 'y'));
  auto store = opened(file);
  CHECK_FALSE(fs::exists(dir.path() / "history.db-journal"));
  add_all(store, {judged_build(1)});
}

TEST_CASE("a damaged file is put aside together with its journal, and never over an earlier one") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  for (int round = 0; round < 20; ++round) { // several within one millisecond
    overwrite(file, "x");
    overwrite(dir.path() / "history.db-journal", "y");
    const auto aside = sqlite::put_aside(file, sqlite::identity_of(file));
    REQUIRE(aside);
    CHECK(content(*aside) == "x");
    CHECK(content(aside->string() + "-journal") == "y");
    CHECK(aside->string().find(':') == std::string::npos);
  }
  CHECK(damaged_files(dir.path()).size() == 40);
  CHECK_FALSE(fs::exists(file));
  CHECK_FALSE(fs::exists(dir.path() / "history.db-journal"));
  CHECK(sqlite::put_aside(file, sqlite::identity_of(file)).value().empty());
}

TEST_CASE("a new file that another process began under the name of a damaged one stays") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  overwrite(file, "damaged");
  const auto damaged = sqlite::identity_of(file);
  fs::rename(file, dir.path() / "aside");
  overwrite(file, "new");
  CHECK(sqlite::put_aside(file, damaged).value().empty());
  CHECK(content(file) == "new");
}

TEST_CASE("a damaged history of another name is known by its header, and put aside") {
  const TempDir dir;
  const auto file = filled_database(dir, "builds.sqlite");
  const std::string bytes = content(file).substr(0, 4096UL * 10);
  overwrite(file, bytes);
  check_begun_anew(file, bytes);
}

TEST_CASE("a file that is no history is refused and stays, whatever the path that names it") {
  const TempDir dir;
  const auto foreign = dir.path() / "theirs.db";
  PlainDatabase(foreign).query("PRAGMA application_id = 5; CREATE TABLE t (x)");
  overwrite(foreign, content(foreign).substr(0, 1000)); // damaged as well
  overwrite(dir.path() / "text", std::string(5000, 'x'));
  overwrite(dir.path() / "short", "x"); // SQLite's own sign of an empty database
  for (const char* name : {"theirs.db", "text", "short"}) {
    const auto file = dir.path() / name;
    const std::string before = content(file);
    const auto store = Store::open(file, impatient);
    REQUIRE_FALSE(store);
    CHECK(store.error().kind == Error::Kind::external);
    CHECK(store.error().message == file.string() + " is no history of tidegate");
    CHECK(store.error().hint.find("name another file with `store:`") != std::string::npos);
    CHECK(content(file) == before);
    CHECK(std::distance(fs::directory_iterator(dir.path()), {}) == 3);
  }
}

TEST_CASE("a symbolic link in the place of the history or of its journals is refused") {
  const TempDir dir;
  const TempDir outside;
  const auto file = dir.path() / "history.db";
  for (const std::string suffix : {"", "-journal", "-wal", "-shm"}) {
    for (const std::string& text : {std::string(5000, 'x'), std::string()}) {
      if (!suffix.empty()) {
        auto store = opened(file);
        add_all(store, {judged_build(1)});
      }
      overwrite(outside.path() / "victim", text);
      fs::create_symlink(outside.path() / "victim", file.string() + suffix);
      const auto store = Store::open(file, impatient);
      REQUIRE_FALSE(store);
      CHECK(store.error().kind == Error::Kind::external);
      CHECK(store.error().message.find("is a symbolic link") != std::string::npos);
      CHECK_FALSE(store.error().hint.empty());
      CHECK(fs::is_symlink(file.string() + suffix));
      CHECK(content(outside.path() / "victim") == text);
      CHECK(std::distance(fs::directory_iterator(outside.path()), {}) == 1);
      fs::remove(file.string() + suffix);
      fs::remove(file);
    }
  }
}

TEST_CASE("a dangling link makes no file where it points to") {
  const TempDir dir;
  fs::create_symlink(dir.path() / "real.db", dir.path() / "history.db");
  CHECK_FALSE(Store::open(dir.path() / "history.db", impatient));
  CHECK_FALSE(fs::exists(dir.path() / "real.db"));
}

TEST_CASE("a folder on the way to the history may be a link") {
  const TempDir dir;
  fs::create_directory(dir.path() / "real");
  fs::create_symlink(dir.path() / "real", dir.path() / "link");
  auto store = opened(dir.path() / "link" / "history.db");
  add_all(store, {judged_build(1)});
  CHECK(fs::is_regular_file(dir.path() / "real" / "history.db"));
}

// A journal as SQLite writes it for several databases at once: it names a file that is deleted once
// the journal has been played back.
TEST_CASE("a journal that names another file is refused, and the other file stays") {
  const TempDir dir;
  const auto file = filled_database(dir);
  const auto victim = dir.path() / "victim";
  overwrite(victim, "precious");
  overwrite(file.string() + "-journal", journal_naming(victim));
  const auto store = Store::open(file, impatient);
  CHECK(content(victim) == "precious");
  REQUIRE_FALSE(store);
  CHECK(store.error().message.find("it names another file") != std::string::npos);
}

TEST_CASE("pages zeroed in the middle give clear errors, never a crash, and clear begins anew") {
  const TempDir dir;
  const auto file = filled_database(dir);
  const std::string whole = content(file);
  int clear_errors = 0;
  for (std::size_t page = 1; page * 4096 < whole.size(); page += 7) {
    std::string bytes = whole;
    bytes.replace(page * 4096, 4096, std::string(4096, '\0'));
    overwrite(file, bytes);
    auto store = opened(file, impatient);
    const auto newest = store.newest(1000);
    if (!newest) {
      ++clear_errors;
      CHECK(newest.error().message.find(file.string()) != std::string::npos);
      CHECK(newest.error().hint.find("tidegate history rebuild") != std::string::npos);
    }
    check_done(store.begin());
    check_done(store.clear());
    check_done(store.add({.judged = judged_build(1), .event_file = "a", .position_after = 1}));
    check_done(store.commit());
    CHECK(store.newest(10).value().size() == 1);
    CHECK(PlainDatabase(file).query("PRAGMA integrity_check") == std::vector<std::string>{"ok"});
    for (const auto& aside : damaged_files(dir.path())) {
      fs::remove(aside);
    }
  }
  CHECK(clear_errors > 5);
}

TEST_CASE("a history that lost its tables begins anew by clear") {
  const TempDir dir;
  const auto file = filled_database(dir);
  PlainDatabase(file).query("DROP VIEW build_statistics; DROP TABLE docker_builds");
  auto store = opened(file);
  const auto newest = store.newest(1);
  REQUIRE_FALSE(newest);
  CHECK(newest.error().message.find("no such table: docker_builds") != std::string::npos);
  CHECK(newest.error().hint.find("tidegate history rebuild") != std::string::npos);
  check_done(store.clear());
  CHECK(store.notice().find("was put aside as") != std::string::npos);
  add_all(store, {judged_build(1)});
}

TEST_CASE("a view without end in the place of a table is not read") {
  const TempDir dir;
  const auto file = filled_database(dir);
  PlainDatabase(file).query(
      "DROP VIEW build_statistics; DROP TABLE docker_builds; CREATE VIEW docker_builds AS "
      "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
      "SELECT n AS id, n AS event_id, n AS started_ns, n AS record FROM c");
  auto store = opened(file);
  const auto newest = store.newest(1);
  REQUIRE_FALSE(newest);
  CHECK(newest.error().message.find("is not as it should be") != std::string::npos);
  check_done(store.clear());
  add_all(store, {judged_build(1)});
}

TEST_CASE("a value that no event has is not read") {
  const TempDir dir;
  const auto file = filled_database(dir);
  PlainDatabase(file).query("UPDATE docker_builds SET record = zeroblob(200000000)"
                            " WHERE id = (SELECT max(id) FROM docker_builds)");
  auto store = opened(file);
  const auto newest = store.newest(1);
  REQUIRE_FALSE(newest);
  CHECK(newest.error().message.find("holds a value of more than 128 MiB") != std::string::npos);
  CHECK(newest.error().hint.find("tidegate history rebuild") != std::string::npos);
}

TEST_CASE("a history of a newer tidegate is an error and stays untouched") {
  const TempDir dir;
  const auto file = filled_database(dir);
  PlainDatabase(file).query("PRAGMA user_version = 77");
  const std::string before = content(file);
  const auto store = Store::open(file, impatient);
  REQUIRE_FALSE(store);
  CHECK(store.error().message.find("was written by a newer tidegate (version 77 of its tables")
        != std::string::npos);
  CHECK_FALSE(store.error().hint.empty());
  CHECK(content(file) == before);
  CHECK(damaged_files(dir.path()).empty());
}

TEST_CASE("a database of another program is an error and stays untouched") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  PlainDatabase(file).query("CREATE TABLE docker_builds (id INTEGER PRIMARY KEY, image_name TEXT)");
  const std::string before = content(file);
  const auto store = Store::open(file, impatient);
  REQUIRE_FALSE(store);
  CHECK(store.error().message.find("is a database of another program") != std::string::npos);
  CHECK(content(file) == before);
  PlainDatabase(file).query("DROP TABLE docker_builds; PRAGMA application_id = 5");
  CHECK_FALSE(Store::open(file, impatient));
  CHECK(damaged_files(dir.path()).empty());
}

TEST_CASE("what is no regular file is refused and left alone") {
  const TempDir dir;
  CHECK(Store::open(dir.path(), impatient).error().message.find("is not a regular file")
        != std::string::npos);
  REQUIRE(mkfifo((dir.path() / "fifo").c_str(), 0600) == 0);
  CHECK_FALSE(Store::open(dir.path() / "fifo", impatient));
  CHECK_FALSE(Store::open("/dev/null", impatient));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a folder that cannot be made is a clear error") {
  const TempDir dir;
  overwrite(dir.path() / "file", "");
  const auto store = Store::open(dir.path() / "file" / "history.db", impatient);
  REQUIRE_FALSE(store);
  CHECK(store.error().kind == Error::Kind::external);
  CHECK(store.error().message.find("cannot make the folder of history") != std::string::npos);
}

TEST_CASE("a history that may only be read is a clear error") {
  const TempDir dir;
  const auto file = filled_database(dir);
  fs::permissions(file, fs::perms(0444));
  fs::permissions(dir.path(), fs::perms(0755));
  const pid_t child = in_child([&] {
    if (geteuid() == 0 && setuid(65534) != 0) { // root may write everywhere
      return false;
    }
    const auto store = Store::open(file, impatient);
    return !store && store.error().message == "history " + file.string() + " is read-only";
  });
  CHECK(exit_status(child) == 0);
}
