// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/store.hpp"

#include "adapters/sqlite/past.hpp"
#include "adapters/sqlite/rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <utility>

namespace tidegate::sqlite {
namespace {

std::int64_t to_integer(std::uint64_t number) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(number, most));
}

} // namespace

Store::Store(Database database, Options options, Zone zone, std::string notice)
    : database_(std::move(database)),
      options_(std::move(options)),
      zone_(std::move(zone)),
      notice_(std::move(notice)) {}

Result<Store> Store::open(const std::filesystem::path& file, const Options& options) {
  Zone zone = Zone::load(options.timezone);
  std::string notice;
  if (zone.name() != options.timezone && options.timezone != "UTC") {
    notice = fmt::format("time zone {} is not known on this machine, the history uses UTC",
                         options.timezone);
  }
  auto database = Database::open(file, options.busy_limit);
  if (!database) {
    return tl::unexpected(std::move(database.error()));
  }
  notice = add_sentence(notice, database->notice);
  return Store(std::move(*database), options, std::move(zone), std::move(notice));
}

Result<std::uint64_t> Store::position(const std::string& event_file) {
  auto query = Statement::prepare(database_.connection,
                                  "SELECT position FROM event_positions WHERE event_file = ?");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  const auto row = query->bind(event_file).step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return *row ? static_cast<std::uint64_t>(std::max<std::int64_t>(query->integer(0), 0)) : 0;
}

Result<std::vector<std::string>> Store::event_files() {
  auto query =
      Statement::prepare(database_.connection,
                         "SELECT event_file FROM event_positions WHERE event_file LIKE '%.jsonl' "
                         "AND event_file NOT LIKE 'branch/%' ORDER BY event_file");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  std::vector<std::string> files;
  auto row = query->step();
  for (; row && *row; row = query->step()) {
    files.push_back(query->text(0));
  }
  return row ? Result<std::vector<std::string>>(std::move(files)) : tl::unexpected(row.error());
}

Result<bool> Store::is_taken(const model::Build& build) {
  return is_another_build(database_.connection, build);
}

Result<void> Store::begin() {
  return database_.begin();
}

Result<void> Store::add(const Entry& entry) {
  if (auto ready = database_.inside(); !ready) {
    return ready;
  }
  if (entry.judged.build.id.empty()) {
    return failed(Error::Kind::usage, "a build without an event id cannot be stored");
  }
  const auto row = insert_build(database_.connection, entry.judged, zone_);
  if (!row) {
    return tl::unexpected(row.error());
  }
  if (*row && !entry.metrics.empty()) {
    auto done = insert_metrics(database_.connection, entry.judged.build, **row, entry.metrics);
    if (!done) {
      return done;
    }
  }
  return skip(entry.event_file, entry.position_after);
}

Result<void> Store::accept(const model::Blessing& blessing) {
  auto ready = database_.inside();
  return ready ? insert_blessing(database_.connection, blessing) : ready;
}

// A position may also go back: a reader that was slower only makes the next one read lines twice,
// which changes nothing, whereas one that is too far would lose lines of a file that was shortened.
Result<void> Store::skip(const std::string& event_file, std::uint64_t position_after) {
  if (auto ready = database_.inside(); !ready) {
    return ready;
  }
  auto row = Statement::prepare(
      database_.connection,
      "INSERT OR REPLACE INTO event_positions (event_file, position) VALUES (?, ?)");
  if (!row) {
    return tl::unexpected(std::move(row.error()));
  }
  if (const auto done = row->bind(event_file).bind(to_integer(position_after)).step(); !done) {
    return tl::unexpected(done.error());
  }
  return {};
}

Result<void> Store::commit() {
  return database_.commit();
}

Result<std::vector<model::Sample>> Store::recent(const model::SeriesKey& key,
                                                 int count,
                                                 const model::PastScope& scope,
                                                 const std::string& except_id) {
  return select_samples(database_.connection, key, count, scope, except_id);
}

Result<std::vector<codec::JudgedBuild>> Store::newest(int count) {
  return select_newest(database_.connection, count);
}

Result<std::vector<codec::JudgedBuild>> Store::of_commit(const std::string& sha, int count) {
  return select_of_commit(database_.connection, sha, count);
}

Result<std::vector<codec::JudgedBuild>> Store::find(const std::string& prefix, int count) {
  return select_by_id(database_.connection, prefix, count);
}

Result<std::vector<codec::JudgedBuild>>
Store::past(const model::SeriesKey& key, int count, const std::string& except_id) {
  return select_past(database_.connection, key, count, except_id);
}

Result<std::optional<codec::JudgedBuild>> Store::baseline(const model::SeriesKey& key,
                                                          const std::vector<std::string>& refs,
                                                          const std::string& except_id) {
  return select_baseline(database_.connection, key, refs, except_id);
}

Result<std::optional<codec::JudgedBuild>>
Store::baseline_at(const model::SeriesKey& key,
                   const std::vector<std::string>& commits,
                   const std::string& ref,
                   const std::string& except_id) {
  return select_baseline_at(database_.connection, key, commits, ref, except_id);
}

Result<std::vector<codec::JudgedBuild>> Store::newest_of_things(const NewestQuestion& question) {
  return select_newest_of_things(database_.connection, question);
}

Result<std::vector<codec::JudgedBuild>> Store::newest_of_series(const NewestQuestion& question) {
  return select_newest_of_series(database_.connection, question);
}

Result<model::MetricPast> Store::metric_past(const MetricQuestion& question) {
  return select_metric_past(database_.connection, question);
}

Result<std::vector<model::MetricSeries>> Store::series_since(Time since) {
  return select_series_since(database_.connection, since);
}

// Damage in what clear() does not touch would stay, and be met later by somebody else.
Result<void> Store::check_rest() {
  auto query = Statement::prepare(database_.connection, "PRAGMA quick_check(1)");
  const auto row = query ? query->step() : tl::unexpected(query.error());
  std::string found = row ? "" : row.error().message;
  if (row && *row) {
    found = query->text(0);
  }
  damaged_ = found != "ok";
  return damaged_
             ? failed(Error::Kind::external,
                      fmt::format(
                          "history {} is damaged: {}", database_.connection.file().string(), found))
             : Result<void>{};
}

Result<void> Store::clear() {
  const bool within = database_.connection.in_transaction();
  auto done = within ? Result<void>{} : begin();
  if (done) {
    done = database_.connection.run(
        "DELETE FROM docker_builds; DELETE FROM metric_series; DELETE FROM metric_values;"
        "DELETE FROM metric_builds; DELETE FROM acceptances; DELETE FROM event_positions;");
  }
  if (done) {
    done = check_rest();
  }
  if (done && !within) {
    done = commit();
  }
  if (!done && (damaged() || database_.connection.misfit())) {
    done = start_over(done.error());
    return done && within ? begin() : done;
  }
  return done;
}

Result<void> Store::start_over(const Error& damage) {
  database_.roll_back(); // so that no journal is left over
  auto anew = begin_anew(database_.connection.file(), database_.identity, damage);
  if (!anew) {
    return tl::unexpected(std::move(anew.error()));
  }
  auto fresh = open(database_.connection.file(), options_);
  if (!fresh) {
    return tl::unexpected(std::move(fresh.error()));
  }
  const std::string before = notice_;
  *this = std::move(*fresh);
  notice_ = add_sentence(before, *anew);
  return {};
}

} // namespace tidegate::sqlite
