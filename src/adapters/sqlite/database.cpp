// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/database.hpp"

#include "adapters/sqlite/migrate.hpp"

#include <fmt/format.h>
#include <utility>

namespace tidegate::sqlite {
namespace {

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

  static Attempt at(const std::filesystem::path& file, std::chrono::milliseconds busy_limit) {
    const auto identity = identity_of(file);
    bool broken = false;
    auto connection = open_ready(file, busy_limit, broken);
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

} // namespace

std::string add_sentence(const std::string& text, const std::string& sentence) {
  if (text.empty() || sentence.empty()) {
    return text.empty() ? sentence : text;
  }
  return text + "; " + sentence;
}

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

Result<Database> Database::open(const std::filesystem::path& file,
                                std::chrono::milliseconds busy_limit) {
  std::string notice;
  auto attempt = Attempt::at(file, busy_limit);
  for (int tries = 1; attempt.may_go_on(file) && tries < most_tries; ++tries) {
    auto anew = attempt.clear_the_way(file);
    if (!anew) {
      return tl::unexpected(std::move(anew.error()));
    }
    notice = add_sentence(notice, *anew);
    attempt = Attempt::at(file, busy_limit);
  }
  if (!attempt.connection) {
    return tl::unexpected(std::move(attempt.connection.error()));
  }
  // It may have been made just now.
  return Database{.connection = std::move(*attempt.connection),
                  .identity = attempt.identity ? attempt.identity : identity_of(file),
                  .notice = std::move(notice)};
}

Result<void> Database::begin() {
  if (connection.in_transaction()) {
    if (auto taken_back = connection.run("ROLLBACK"); !taken_back) {
      return taken_back;
    }
  }
  // IMMEDIATE: two that both read first and write later would block each other for good.
  return connection.run("BEGIN IMMEDIATE");
}

// SQLite itself takes a transaction back after some errors (disk full); without this check the rest
// would be written piece by piece.
Result<void> Database::inside() const {
  if (connection.in_transaction()) {
    return {};
  }
  return failed(
      Error::Kind::internal,
      fmt::format("history {}: no transaction is open; begin comes first, and an error ends it",
                  connection.file().string()));
}

Result<void> Database::commit() {
  if (auto ready = inside(); !ready) {
    return ready;
  }
  auto done = connection.run("COMMIT");
  if (!done) {
    roll_back();
  }
  return done;
}

void Database::roll_back() {
  if (connection.in_transaction()) {
    (void)connection.run("ROLLBACK");
  }
}

} // namespace tidegate::sqlite
