// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/store.hpp"
#include "codec/build_json.hpp"
#include "model/build.hpp"
#include "model/verdict.hpp"

#include <chrono>
#include <cstdint>
#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace tidegate::test {

// The n-th build of one series: one minute after the one before, n seconds long.
inline codec::JudgedBuild judged_build(int n) {
  codec::JudgedBuild judged;
  model::Build& build = judged.build;
  build.id = fmt::format("01JD{:022}", n);
  build.started = Time(std::chrono::seconds(1'790'000'000) + std::chrono::minutes(n));
  build.outcome = model::Outcome::success;
  build.duration = Seconds(n);
  build.request.dockerfile = "Dockerfile";
  build.request.build_arg_names = {"VERSION"};
  build.cache.state = model::CacheState::warm;
  build.cache.hit_ratio = 0.75;
  build.image.ref = "ghcr.io/o/app:1.2";
  build.image.size_bytes = 94'700'000;
  build.runner.cpu_model = "AMD EPYC 7763";
  build.runner.cpus = 4;
  build.run.repository = "o/app";
  build.run.workflow = "ci";
  build.run.job = "image";
  build.run.sha = fmt::format("{:040}", n);
  model::Verdict verdict;
  verdict.metric = "build-time";
  verdict.rule = "sigma";
  verdict.status = model::Status::pass;
  judged.verdicts = {verdict};
  return judged;
}

inline sqlite::Store opened(const std::filesystem::path& file,
                            const sqlite::Store::Options& options = {}) {
  auto store = sqlite::Store::open(file, options);
  REQUIRE_MESSAGE(store, (store ? "" : store.error().message));
  return std::move(*store);
}

inline void check_done(const Result<void>& done) {
  CHECK_MESSAGE(done, (done ? "" : done.error().message));
}

inline void add_all(sqlite::Store& store, const std::vector<codec::JudgedBuild>& builds) {
  check_done(store.begin());
  std::uint64_t position = 0;
  for (const auto& judged : builds) {
    position += 100;
    check_done(
        store.add({.judged = judged, .event_file = "2026-11.jsonl", .position_after = position}));
  }
  check_done(store.commit());
}

inline std::vector<codec::JudgedBuild> builds_up_to(int count) {
  std::vector<codec::JudgedBuild> builds;
  for (int n = 1; n <= count; ++n) {
    builds.push_back(judged_build(n));
  }
  return builds;
}

// Adds one build in a transaction of its own.
inline bool add_one(sqlite::Store& store, int n) {
  return store.begin().has_value()
         && store
                .add({.judged = judged_build(n),
                      .event_file = "a",
                      .position_after = static_cast<std::uint64_t>(n)})
                .has_value()
         && store.commit().has_value();
}

// A connection that knows nothing of tidegate, as a user's query would be.
class PlainDatabase {
public:
  explicit PlainDatabase(const std::filesystem::path& file) {
    REQUIRE(sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
  }

  PlainDatabase(const PlainDatabase&) = delete;
  PlainDatabase& operator=(const PlainDatabase&) = delete;

  ~PlainDatabase() { sqlite3_close(database_); }

  // Rows, each with its columns joined by "|".
  std::vector<std::string> query(const std::string& sql) {
    std::vector<std::string> rows;
    const auto collect = [](void* list, int count, char** values, char**) {
      std::string row;
      for (int i = 0; i < count; ++i) {
        row += std::string(i > 0 ? "|" : "") + (values[i] == nullptr ? "NULL" : values[i]);
      }
      static_cast<std::vector<std::string>*>(list)->push_back(row);
      return 0;
    };
    char* message = nullptr;
    const int code = sqlite3_exec(database_, sql.c_str(), collect, &rows, &message);
    CHECK_MESSAGE(code == SQLITE_OK, sql, ": ", (message == nullptr ? "" : message));
    sqlite3_free(message);
    return rows;
  }

private:
  sqlite3* database_{nullptr};
};

} // namespace tidegate::test
