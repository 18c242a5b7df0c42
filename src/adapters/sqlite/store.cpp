// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/store.hpp"

#include "adapters/sqlite/damage.hpp"
#include "adapters/sqlite/migrate.hpp"
#include "adapters/sqlite/past.hpp"
#include "adapters/sqlite/rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <utility>

namespace tidegate::sqlite {
namespace {

std::string add_sentence(const std::string& text, const std::string& sentence) {
  if (text.empty() || sentence.empty()) {
    return text.empty() ? sentence : text;
  }
  return text + "; " + sentence;
}

// Renames the file away and says so in words; empty where another tidegate was faster.
Result<std::string> begin_anew(const std::filesystem::path& file,
                               const std::optional<FileIdentity>& damaged,
                               const Error& damage) {
  const auto aside = put_aside(file, damaged);
  if (!aside) {
    return tl::unexpected(aside.error());
  }
  if (aside->empty()) {
    return std::string{};
  }
  return fmt::format(
      "{}; it was put aside as {} and a new one begun", damage.message, aside->string());
}

Result<Connection>
open_ready(const std::filesystem::path& file, std::chrono::milliseconds busy_limit, bool& broken) {
  auto connection = Connection::open(file, busy_limit);
  if (!connection) {
    return connection;
  }
  const auto ready = migrate(*connection);
  broken = connection->broken();
  if (!ready) {
    return tl::unexpected(ready.error());
  }
  return connection;
}

constexpr int most_tries = 5;

struct Attempt {
  Result<Connection> connection;
  std::optional<FileIdentity> identity; // of the file before it was opened
  bool broken{false};

  static Attempt at(const std::filesystem::path& file, const Store::Options& options) {
    const auto identity = identity_of(file);
    bool broken = false;
    auto connection = open_ready(file, options.busy_limit, broken);
    return {.connection = std::move(connection), .identity = identity, .broken = broken};
  }

  // Whether the next attempt can end otherwise: the file is broken and can be put aside, or another
  // tidegate renamed it under our hands.
  [[nodiscard]] bool may_go_on(const std::filesystem::path& file) const {
    return !connection && (broken || identity_of(file) != identity);
  }

  // Puts a broken file aside; the notice about it, empty where there was nothing to do.
  [[nodiscard]] Result<std::string> clear_the_way(const std::filesystem::path& file) const {
    return broken ? begin_anew(file, identity, connection.error()) : Result<std::string>("");
  }
};

std::int64_t to_integer(std::uint64_t number) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(number, most));
}

} // namespace

Store::Store(Connection connection, Options options, Zone zone, std::string notice)
    : connection_(std::move(connection)),
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
  auto attempt = Attempt::at(file, options);
  for (int tries = 1; attempt.may_go_on(file) && tries < most_tries; ++tries) {
    auto anew = attempt.clear_the_way(file);
    if (!anew) {
      return tl::unexpected(std::move(anew.error()));
    }
    notice = add_sentence(notice, *anew);
    attempt = Attempt::at(file, options);
  }
  auto& [connection, identity, broken] = attempt;
  if (!connection) {
    return tl::unexpected(std::move(connection.error()));
  }
  Store store(std::move(*connection), options, std::move(zone), std::move(notice));
  store.identity_ = identity ? identity : identity_of(file); // it may have been made just now
  return store;
}

Result<std::uint64_t> Store::position(const std::string& event_file) {
  auto query =
      Statement::prepare(connection_, "SELECT position FROM event_positions WHERE event_file = ?");
  if (!query) {
    return tl::unexpected(std::move(query.error()));
  }
  const auto row = query->bind(event_file).step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return *row ? static_cast<std::uint64_t>(std::max<std::int64_t>(query->integer(0), 0)) : 0;
}

Result<void> Store::begin() {
  if (connection_.in_transaction()) {
    if (auto taken_back = connection_.run("ROLLBACK"); !taken_back) {
      return taken_back;
    }
  }
  // IMMEDIATE: two that both read first and write later would block each other for good.
  return connection_.run("BEGIN IMMEDIATE");
}

// SQLite itself takes a transaction back after some errors (disk full); without this check the rest
// would be written piece by piece.
Result<void> Store::inside() const {
  if (connection_.in_transaction()) {
    return {};
  }
  return failed(
      Error::Kind::internal,
      fmt::format("history {}: no transaction is open; begin comes first, and an error ends it",
                  connection_.file().string()));
}

Result<void> Store::add(const Entry& entry) {
  if (auto ready = inside(); !ready) {
    return ready;
  }
  if (entry.judged.build.id.empty()) {
    return failed(Error::Kind::usage, "a build without an event id cannot be stored");
  }
  if (auto done = insert_build(connection_, entry.judged, zone_); !done) {
    return done;
  }
  return skip(entry.event_file, entry.position_after);
}

// A position may also go back: a reader that was slower only makes the next one read lines twice,
// which changes nothing, whereas one that is too far would lose lines of a file that was shortened.
Result<void> Store::skip(const std::string& event_file, std::uint64_t position_after) {
  if (auto ready = inside(); !ready) {
    return ready;
  }
  auto row = Statement::prepare(
      connection_, "INSERT OR REPLACE INTO event_positions (event_file, position) VALUES (?, ?)");
  if (!row) {
    return tl::unexpected(std::move(row.error()));
  }
  if (const auto done = row->bind(event_file).bind(to_integer(position_after)).step(); !done) {
    return tl::unexpected(done.error());
  }
  return {};
}

Result<void> Store::commit() {
  if (auto ready = inside(); !ready) {
    return ready;
  }
  auto done = connection_.run("COMMIT");
  if (!done && connection_.in_transaction()) {
    (void)connection_.run("ROLLBACK");
  }
  return done;
}

Result<std::vector<model::Sample>>
Store::recent(const model::SeriesKey& key, int count, const std::string& except_id) {
  return select_samples(connection_, key, count, except_id);
}

Result<std::vector<codec::JudgedBuild>> Store::newest(int count) {
  return select_newest(connection_, count);
}

Result<std::vector<codec::JudgedBuild>> Store::find(const std::string& prefix, int count) {
  return select_by_id(connection_, prefix, count);
}

Result<std::vector<codec::JudgedBuild>>
Store::past(const model::SeriesKey& key, int count, const std::string& except_id) {
  return select_past(connection_, key, count, except_id);
}

Result<std::optional<codec::JudgedBuild>> Store::baseline(const model::SeriesKey& key,
                                                          const std::vector<std::string>& refs,
                                                          const std::string& except_id) {
  return select_baseline(connection_, key, refs, except_id);
}

Result<void> Store::clear() {
  const bool within = connection_.in_transaction();
  auto done = within ? Result<void>{} : begin();
  if (done) {
    done = connection_.run("DELETE FROM docker_builds; DELETE FROM event_positions;");
  }
  if (done && !within) {
    done = commit();
  }
  if (!done && (connection_.broken() || connection_.misfit())) {
    done = start_over(done.error());
    return done && within ? begin() : done;
  }
  return done;
}

Result<void> Store::start_over(const Error& damage) {
  if (connection_.in_transaction()) {
    (void)connection_.run("ROLLBACK"); // so that no journal is left over
  }
  auto anew = begin_anew(connection_.file(), identity_, damage);
  if (!anew) {
    return tl::unexpected(std::move(anew.error()));
  }
  auto fresh = open(connection_.file(), options_);
  if (!fresh) {
    return tl::unexpected(std::move(fresh.error()));
  }
  const std::string before = notice_;
  *this = std::move(*fresh);
  notice_ = add_sentence(before, *anew);
  return {};
}

} // namespace tidegate::sqlite
