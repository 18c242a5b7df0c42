// SPDX-License-Identifier: Apache-2.0
// Several processes at once, and sudden death.
#include "adapters/sqlite/store.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"
#include "unit/adapters/sqlite/stored_files.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <thread>

using namespace tidegate;
using sqlite::Store;
using namespace tidegate::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const Store::Options impatient{.timezone = "UTC", .busy_limit = 100ms};

} // namespace

TEST_CASE("a lock of another process is waited for up to the limit, then it is a clear error") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  auto store = opened(file, impatient);
  std::array<int, 2> ready{};
  REQUIRE(pipe(ready.data()) == 0);
  const pid_t holder = in_child([&] {
    auto other = Store::open(file, impatient);
    const bool held = other && other->begin() && other->skip("a", 1);
    (void)!write(ready[1], "x", 1);
    std::this_thread::sleep_for(60s);
    return held;
  });
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);

  const auto start = std::chrono::steady_clock::now();
  const auto begun = store.begin();
  const auto waited = std::chrono::steady_clock::now() - start;
  REQUIRE_FALSE(begun);
  CHECK(begun.error().message == "history " + file.string() + " is locked by another process");
  CHECK(begun.error().hint.find("waited 0.10s") != std::string::npos);
  CHECK(begun.error().kind == Error::Kind::external);
  CHECK(waited >= 90ms);
  CHECK(waited < 30s);
  CHECK(store.recent({}, 5, {}, "")); // reading goes on meanwhile

  kill(holder, SIGKILL);
  CHECK(exit_status(holder) == 128 + SIGKILL);
  check_done(store.begin());
  check_done(store.commit());
  close(ready[0]);
  close(ready[1]);
}

TEST_CASE("a lock that goes away in time is no error") {
  const TempDir dir;
  auto one = opened(dir.path() / "history.db");
  auto two = opened(dir.path() / "history.db");
  check_done(one.begin());
  std::thread release([&] {
    std::this_thread::sleep_for(50ms);
    (void)one.commit();
  });
  check_done(two.begin());
  release.join();
  check_done(two.commit());
}

TEST_CASE("eight processes that open a new history and add at once lose nothing") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  std::vector<pid_t> children;
  for (int child = 0; child < 8; ++child) {
    children.push_back(in_child([&, child] {
      auto store = Store::open(file, {.timezone = "UTC", .busy_limit = 60s});
      bool fine = store.has_value();
      for (int n = 0; fine && n < 10; ++n) {
        fine = add_one(*store, (child * 100) + n);
      }
      return fine;
    }));
  }
  for (const pid_t child : children) {
    CHECK(exit_status(child) == 0);
  }
  CHECK(opened(file).newest(1000).value().size() == 80);
  CHECK(damaged_files(dir.path()).empty());
}

TEST_CASE("several processes that meet the same damaged file put it aside once") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  for (int round = 0; round < 5; ++round) {
    overwrite(file, std::string(5000, 'x'));
    std::vector<pid_t> children;
    for (int child = 0; child < 6; ++child) {
      children.push_back(in_child([&, child] {
        auto store = Store::open(file, {.timezone = "UTC", .busy_limit = 60s});
        return store && add_one(*store, child);
      }));
    }
    for (const pid_t child : children) {
      CHECK(exit_status(child) == 0);
    }
    CHECK(damaged_files(dir.path()).size() == 1);
    CHECK(opened(file).newest(100).value().size() == 6);
    for (const auto& aside : damaged_files(dir.path())) {
      fs::remove(aside);
    }
    fs::remove(file);
  }
}

TEST_CASE("kill -9 at any moment of adding leaves a history that opens and goes on") {
  const TempDir dir;
  const auto file = dir.path() / "history.db";
  int next = 0;
  std::array<int, 2> ready{};
  REQUIRE(pipe(ready.data()) == 0);
  for (int round = 0; round < 40; ++round) {
    const pid_t child = in_child([&] {
      auto store = Store::open(file, {});
      (void)!write(ready[1], "x", 1);
      for (int n = next; store && n < next + 10'000; ++n) {
        if (!add_one(*store, n)) {
          return false;
        }
      }
      return true;
    });
    char byte = 0;
    REQUIRE(read(ready[0], &byte, 1) == 1);
    std::this_thread::sleep_for(std::chrono::microseconds(round * 1709 % 40'000));
    kill(child, SIGKILL);
    CHECK(exit_status(child) == 128 + SIGKILL);
    auto store = opened(file);
    CHECK(store.notice().empty());
    const auto position = static_cast<int>(store.position("a").value());
    const auto newest = store.newest(1).value();
    // Build and position are one: neither is there without the other.
    CHECK((newest.empty() ? 0 : std::stoi(newest[0].build.id.substr(4))) == position);
    next = position + 1;
    CHECK(add_one(store, next++));
  }
  CHECK(next > 40); // 40 are ours: the children really got to add
  close(ready[0]);
  close(ready[1]);
  CHECK(PlainDatabase(file).query("PRAGMA integrity_check") == std::vector<std::string>{"ok"});
  CHECK(damaged_files(dir.path()).empty());
}
