// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/connection.hpp"

#include "adapters/sqlite/guard.hpp"
#include "util/units.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <limits>
#include <sqlite3.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tidegate::sqlite {
namespace {

// The low byte; the rest of an extended code only says more about it.
int primary(int code) {
  return code & 0xff;
}

std::string rebuild_hint() {
  return "tidegate history rebuild makes it again from the event log";
}

constexpr int longest_value =
    128 << 20;                       // of a row, too; the longest line of an event log has 64 MiB
constexpr int longest_pattern = 100; // long ones take their time, and nothing here has any

constexpr const char* writable_hint =
    "make the folder writable, or name another file with `store:` in the configuration";

// The standard library would let all write to them where the umask does.
std::error_code make_folders(const std::filesystem::path& folder) {
  std::filesystem::path so_far;
  for (const std::filesystem::path& part : folder) {
    so_far /= part;
    constexpr mode_t mode = 0755; // less the umask
    if (::mkdir(so_far.c_str(), mode) != 0 && errno != EEXIST) {
      return {errno, std::generic_category()};
    }
  }
  std::error_code failure;
  const bool made = std::filesystem::is_directory(folder, failure);
  return made ? std::error_code{} : std::make_error_code(std::errc::not_a_directory);
}

// The folder is made. Absolute, because SQLite gives names such as ":memory:" a meaning of their
// own, and without links up to the last name: what is a link then was put there for us.
Result<std::filesystem::path> real_place(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code failure;
  failure =
      std::filesystem::is_directory(folder, failure) ? std::error_code{} : make_folders(folder);
  const auto real = failure ? folder : std::filesystem::canonical(folder, failure);
  if (failure) {
    return failed(
        Error::Kind::external,
        fmt::format("cannot make the folder of history {}: {}", file.string(), failure.message()),
        writable_hint);
  }
  if (auto fine = check_place(file); !fine) {
    return tl::unexpected(std::move(fine.error()));
  }
  return real / file.filename();
}

// Where the file cannot be made, SQLite tries to read it, and remembers only that it is missing.
std::string why_not_opened(const std::filesystem::path& file, const std::string& words) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const bool unwritable = access(folder.c_str(), W_OK) != 0;
  return unwritable ? std::generic_category().message(errno) : words;
}

std::string system_words(sqlite3* database) {
  const int number = sqlite3_system_errno(database);
  return number == 0 ? sqlite3_errmsg(database) : std::generic_category().message(number);
}

} // namespace

void Connection::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Connection::Connection(std::filesystem::path file, std::chrono::milliseconds busy_limit)
    : file_(std::move(file)),
      busy_limit_(busy_limit) {}

Result<Connection> Connection::open(const std::filesystem::path& file,
                                    std::chrono::milliseconds busy_limit) {
  const auto place = real_place(file);
  if (!place) {
    return tl::unexpected(place.error());
  }
  Connection connection(file, busy_limit);
  sqlite3* opened = nullptr;
  constexpr int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  const int code = sqlite3_open_v2(place->c_str(), &opened, flags, nullptr);
  connection.handle_.reset(opened); // also after a failure: it holds the reason
  if (auto done = connection.check(code); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  connection.set_up();
  if (sqlite3_db_readonly(opened, "main") == 1) {
    return tl::unexpected(connection.check(SQLITE_READONLY).error());
  }
  return connection;
}

void Connection::set_up() {
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(busy_limit_.count()));
  sqlite3_extended_result_codes(handle_.get(), 1);
  // The file may come from a cache that others can write to: its schema gets no powers.
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  // A view in the place of a table may have rows without end; ours is for people alone.
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(handle_.get(), SQLITE_LIMIT_LENGTH, longest_value);
  sqlite3_limit(handle_.get(), SQLITE_LIMIT_LIKE_PATTERN_LENGTH, longest_pattern);
}

Result<void> Connection::run(const std::string& sql) {
  return check(sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

Result<std::int64_t> Connection::number(std::string_view sql) {
  auto statement = Statement::prepare(*this, sql);
  if (!statement) {
    return tl::unexpected(std::move(statement.error()));
  }
  const auto row = statement->step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return *row ? statement->integer(0) : 0;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

Result<void> Connection::check(int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) {
    return {}; // before all else: it is asked for each row
  }
  const std::string name = file_.string();
  switch (primary(code)) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return failed(Error::Kind::external,
                  fmt::format("history {} is locked by another process", name),
                  fmt::format("waited {}; run again when the other tidegate is done",
                              util::show_duration(busy_limit_)));
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
    broken_ = true;
    return failed(Error::Kind::external,
                  fmt::format("history {} is damaged: {}", name, sqlite3_errmsg(handle_.get())),
                  rebuild_hint());
  case SQLITE_ERROR:
    misfit_ = true;
    return failed(
        Error::Kind::external,
        fmt::format("history {} is not as it should be: {}", name, sqlite3_errmsg(handle_.get())),
        rebuild_hint());
  case SQLITE_READONLY:
    return failed(Error::Kind::external,
                  fmt::format("history {} is read-only", name),
                  "make it writable, or name another file with `store:` in the configuration");
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
    return failed(Error::Kind::external,
                  fmt::format("cannot open history {}: {}",
                              name,
                              why_not_opened(file_, system_words(handle_.get()))),
                  writable_hint);
  case SQLITE_FULL:
    return failed(Error::Kind::external,
                  fmt::format("no space left for history {}", name),
                  "free some space there; no build is lost, the event log has them");
  case SQLITE_TOOBIG:
    return failed(
        Error::Kind::external,
        fmt::format("history {} holds a value of more than {} MiB", name, longest_value >> 20),
        rebuild_hint());
  case SQLITE_NOMEM:
    return failed(Error::Kind::external, fmt::format("out of memory at history {}", name));
  default:
    return failed(Error::Kind::external,
                  fmt::format("history {}: {} ({})",
                              name,
                              sqlite3_errmsg(handle_.get()),
                              system_words(handle_.get())));
  }
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<Statement> Statement::prepare(Connection& connection, std::string_view sql) {
  Statement made(connection);
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(
      connection.handle(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
  made.statement_.reset(prepared);
  if (auto done = connection.check(code); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  return made;
}

Statement& Statement::note(int code) {
  bind_code_ = bind_code_ == SQLITE_OK ? code : bind_code_;
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  // A null pointer would bind NULL where an empty text is meant.
  const char* const data = text.data() == nullptr ? "" : text.data();
  return note(sqlite3_bind_text64(
      statement_.get(), ++parameters_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(std::int64_t number) {
  return note(sqlite3_bind_int64(statement_.get(), ++parameters_, number));
}

Statement& Statement::bind(double number) {
  return note(sqlite3_bind_double(statement_.get(), ++parameters_, number));
}

Statement& Statement::bind_null() {
  return note(sqlite3_bind_null(statement_.get(), ++parameters_));
}

Statement& Statement::bind_bytes(std::string_view bytes) {
  const char* const data = bytes.data() == nullptr ? "" : bytes.data();
  return note(
      sqlite3_bind_blob64(statement_.get(), ++parameters_, data, bytes.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
  const int code = bind_code_ == SQLITE_OK ? sqlite3_step(statement_.get()) : bind_code_;
  if (auto done = connection_->check(code); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  return code == SQLITE_ROW;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  parameters_ = 0;
  bind_code_ = SQLITE_OK;
}

std::string Statement::text(int column) const {
  const void* const bytes = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr
             ? std::string{}
             : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string Statement::bytes(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr
             ? std::string{}
             : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

} // namespace tidegate::sqlite
