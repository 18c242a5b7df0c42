// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/metric_rows.hpp"
#include "adapters/sqlite/newest_builds.hpp"
#include "adapters/sqlite/zone.hpp"
#include "codec/build_json.hpp"
#include "model/history.hpp"
#include "util/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::sqlite {

// The index of the event log: table docker_builds, view build_statistics, the series of metrics and
// what was accepted of them. Everything in it can be made again from the log, so a damaged file is
// put aside and never repaired.
class Store {
public:
  struct Options {
    std::string timezone{"UTC"}; // of build_timestamp; UTC where this machine does not know it
    std::chrono::milliseconds busy_limit{10000}; // how long to wait for another tidegate's lock
  };

  // Opens or creates; applies migrations. A file that is not a database, or damaged, is renamed to
  // `<file>.damaged-<time>` and a new one begun; `notice()` says so. Error: external (locked,
  // read-only, of another program, of a newer tidegate).
  static Result<Store> open(const std::filesystem::path& file, const Options& options);

  [[nodiscard]] const std::string& notice() const { return notice_; }

  // True after a call that met a damaged page: it opened well, and is worth making again.
  [[nodiscard]] bool damaged() const { return damaged_ || database_.connection.broken(); }

  // How far each event file has been read: the byte after the last indexed line.
  Result<std::uint64_t> position(const std::string& event_file);

  // The files of the event log that have been read, those of the event branch not among them.
  Result<std::vector<std::string>> event_files();

  // Another build is stored under the same id: one that began at another time or took another.
  Result<bool> is_taken(const model::Build& build);

  // One build of one event; a second time is no change. The position is stored in the same
  // transaction.
  struct Entry {
    const codec::JudgedBuild& judged;
    std::string event_file;
    std::uint64_t position_after{0};
    std::vector<MetricRow> metrics{}; // what it is judged by, each once
  };

  // Takes the write lock; waits for it. What an earlier begin() left without commit() is taken
  // back.
  Result<void> begin();
  Result<void> add(const Entry& entry);
  // What an event of type `bless` says; a second time is no change.
  Result<void> accept(const model::Blessing& blessing);
  Result<void> skip(const std::string& event_file,
                    std::uint64_t position_after); // a line of another kind
  Result<void> commit();

  // Newest first, successful builds only, without `except_id`.
  Result<std::vector<model::Sample>> recent(const model::SeriesKey& key,
                                            int count,
                                            const model::PastScope& scope,
                                            const std::string& except_id);

  // The whole record of the newest builds, newest first, as stored.
  Result<std::vector<codec::JudgedBuild>> newest(int count);

  // The builds of the commit whose id begins with `sha`, newest first, at most `count`.
  Result<std::vector<codec::JudgedBuild>> of_commit(const std::string& sha, int count);

  // The builds whose event id begins with `prefix`, at most `count`.
  Result<std::vector<codec::JudgedBuild>> find(const std::string& prefix, int count);

  // The whole record of the newest successful builds of one thing, newest first, without
  // `except_id`: cache state and machine of the key do not count.
  Result<std::vector<codec::JudgedBuild>>
  past(const model::SeriesKey& key, int count, const std::string& except_id);

  // The newest of them without trouble of the cache: of the first of the `refs` that has one, else
  // of any; where all have trouble, the newest.
  Result<std::optional<codec::JudgedBuild>> baseline(const model::SeriesKey& key,
                                                     const std::vector<std::string>& refs,
                                                     const std::string& except_id);

  // The newest of them without trouble of the cache: of the first of the commits that has one
  // of this ref; ref empty: of any.
  Result<std::optional<codec::JudgedBuild>> baseline_at(const model::SeriesKey& key,
                                                        const std::vector<std::string>& commits,
                                                        const std::string& ref,
                                                        const std::string& except_id);

  // The newest build of each thing; newest first.
  Result<std::vector<codec::JudgedBuild>> newest_of_things(const NewestQuestion& question);

  // The builds that hold the newest value of a series, each once; newest first.
  Result<std::vector<codec::JudgedBuild>> newest_of_series(const NewestQuestion& question);

  // One series, oldest first, with what was accepted of it.
  Result<model::MetricPast> metric_past(const MetricQuestion& question);

  // The series with a value since then, those of one thing one after another.
  Result<std::vector<model::MetricSeries>> series_since(Time since);

  // Empties the tables of builds, inside begin() and commit() or not; what RunStore keeps stays. A
  // file that is damaged anywhere is put aside.
  Result<void> clear();

private:
  Store(Database database, Options options, Zone zone, std::string notice);
  Result<void> check_rest();
  Result<void> start_over(const Error& damage);

  Database database_;
  Options options_;
  Zone zone_;
  std::string notice_;
  bool damaged_{false}; // beside what a call met
};

} // namespace tidegate::sqlite
