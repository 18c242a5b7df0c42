// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/migrate.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <string>

namespace tidegate::sqlite {
namespace {

constexpr const char* other_file_hint = "name another file with `store:` in the configuration";

struct Identity {
  std::int64_t application{0};
  std::int64_t version{0};
  std::int64_t objects{0};
};

// In one transaction: another tidegate may be creating the tables right now.
Result<Identity> read_identity(Connection& connection) {
  if (auto begun = connection.run("BEGIN"); !begun) {
    return tl::unexpected(std::move(begun.error()));
  }
  const auto application = connection.number("PRAGMA application_id");
  const auto version = connection.number("PRAGMA user_version");
  const auto objects = connection.number("SELECT count(*) FROM sqlite_master");
  const auto ended = connection.run("COMMIT");
  for (const auto* part : {&application, &version, &objects}) {
    if (!*part) {
      return tl::unexpected(part->error());
    }
  }
  if (!ended) {
    return tl::unexpected(ended.error());
  }
  return Identity{.application = *application, .version = *version, .objects = *objects};
}

Result<void> check_identity(const Identity& found, const std::string& file) {
  const bool blank = found.application == 0 && found.version == 0 && found.objects == 0;
  const auto newest = static_cast<std::int64_t>(migrations().size());
  if (blank
      || (found.application == application_id && found.version >= 1 && found.version <= newest)) {
    return {};
  }
  if (found.application != application_id || found.version < 1) {
    return failed(
        Error::Kind::external,
        fmt::format("{} is a database of another program, not a history of tidegate", file),
        other_file_hint);
  }
  return failed(
      Error::Kind::external,
      fmt::format("history {} was written by a newer tidegate (version {} of its tables, this "
                  "one knows {})",
                  file,
                  found.version,
                  newest),
      fmt::format("update tidegate, or {}", other_file_hint));
}

Result<void>
apply_inside(Connection& connection, std::int64_t version, const util::EmbeddedFile& migration) {
  const auto found = connection.number("PRAGMA user_version");
  if (!found) {
    return tl::unexpected(found.error());
  }
  if (*found < version) { // else another tidegate has done it while we waited for the lock
    auto done = connection.run(std::string(migration.text));
    if (done) {
      done = connection.run(fmt::format(
          "PRAGMA application_id = {}; PRAGMA user_version = {};", application_id, version));
    }
    if (!done) {
      return tl::unexpected(std::move(done.error()).in(migration.path));
    }
  }
  return connection.run("COMMIT");
}

Result<void>
apply(Connection& connection, std::int64_t version, const util::EmbeddedFile& migration) {
  if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) {
    return begun;
  }
  auto done = apply_inside(connection, version, migration);
  if (!done && connection.in_transaction()) {
    (void)connection.run("ROLLBACK");
  }
  return done;
}

} // namespace

Result<void> migrate(Connection& connection) {
  // The rollback journal stays (no WAL): the history is one file that people cache, copy and keep
  // on network folders, and WAL needs two more files and shared memory. Writers wait for each
  // other, which for one short transaction per build costs nothing. The event log is synced before
  // the history is touched, so a power cut takes nothing for good: NORMAL is enough.
  if (auto set = connection.run("PRAGMA cell_size_check = ON; PRAGMA synchronous = NORMAL;");
      !set) {
    return set;
  }
  const auto identity = read_identity(connection);
  if (!identity) {
    return tl::unexpected(identity.error());
  }
  if (auto ours = check_identity(*identity, connection.file().string()); !ours) {
    return ours;
  }
  std::int64_t version = 0;
  for (const util::EmbeddedFile& migration : migrations()) {
    ++version;
    if (version <= identity->version) {
      continue;
    }
    if (auto done = apply(connection, version, migration); !done) {
      return done;
    }
  }
  return {};
}

} // namespace tidegate::sqlite
