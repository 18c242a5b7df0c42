// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "model/history.hpp"
#include "util/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace tidegate::sqlite {

// The index of the event log: tables docker_builds and build_statistics. Everything in it can be made
// again from the log, so a damaged file is put aside and never repaired.
class Store {
public:
  struct Options {
    std::string timezone{"UTC"};
    std::chrono::milliseconds busy_limit{5000}; // how long to wait for another tidegate's lock
  };

  // Opens or creates; applies migrations. A file that is not a database, or damaged, is renamed to
  // `<file>.damaged-<time>` and a new one begun; `notice()` says so. Error: external (locked, read-only).
  static Result<Store> open(const std::filesystem::path& file, const Options& options);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] const std::string& notice() const { return notice_; }

  // How far each event file has been read: the byte after the last indexed line.
  Result<std::uint64_t> position(const std::string& event_file);

  // One build of one event; a second time is no change. `position` is stored in the same transaction.
  struct Entry {
    const codec::JudgedBuild& judged;
    std::string event_file;
    std::uint64_t position_after{0};
  };
  Result<void> begin();
  Result<void> add(const Entry& entry);
  Result<void> skip(const std::string& event_file, std::uint64_t position_after); // a line of another kind
  Result<void> commit();

  // Newest first, successful builds only, without `except_id`.
  Result<std::vector<model::Sample>>
  recent(const model::SeriesKey& key, int count, const std::string& except_id);

  // The whole record of the newest builds, newest first, as stored.
  Result<std::vector<codec::JudgedBuild>> newest(int count);

  // Empties every table.
  Result<void> clear();

private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  using Handle = std::unique_ptr<sqlite3, Close>;
  Store(Handle handle, Options options, std::string notice);

  Handle handle_;
  Options options_;
  std::string notice_;
};

} // namespace tidegate::sqlite
