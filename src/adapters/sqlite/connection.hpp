// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace tidegate::sqlite {

// One open database file; turns SQLite's codes into errors that name the file and say what to do.
class Connection {
public:
  // Opens or creates; the folder is made. Reads nothing of the file yet, so a damaged one opens.
  // Waits for locks up to `busy_limit`. Error: external, also where it can only be read, and where
  // check_place() refuses.
  static Result<Connection> open(const std::filesystem::path& file,
                                 std::chrono::milliseconds busy_limit);

  // One or more statements without parameters and without answer.
  Result<void> run(const std::string& sql);
  // The first column of the first row; 0 where there is none.
  Result<std::int64_t> number(std::string_view sql);

  // The one place where a code of SQLite becomes a result. `code`: of the call that just ended.
  [[nodiscard]] Result<void> check(int code);

  // True after a call that met a file that is no database or a broken one.
  [[nodiscard]] bool broken() const { return broken_; }

  // True after a statement did not fit what is in the file.
  [[nodiscard]] bool misfit() const { return misfit_; }

  [[nodiscard]] bool in_transaction() const;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
  struct Close {
    void operator()(sqlite3* database) const;
  };

  Connection(std::filesystem::path file, std::chrono::milliseconds busy_limit);
  void set_up();

  std::unique_ptr<sqlite3, Close> handle_;
  std::filesystem::path file_;
  std::chrono::milliseconds busy_limit_;
  bool broken_{false};
  bool misfit_{false};
};

// One prepared statement: bind the parameters in order, then step. A failed bind shows in step().
class Statement {
public:
  static Result<Statement> prepare(Connection& connection, std::string_view sql);

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(double number);
  Statement& bind_null();
  Statement& bind_bytes(std::string_view bytes); // a BLOB

  template<typename Value>
  Statement& bind(const std::optional<Value>& value) {
    return value ? bind(*value) : bind_null();
  }

  // True: there is a row. False: the end.
  Result<bool> step();
  // Ready for the next round of bind and step.
  void reset();

  // Columns of the current row, from 0 on.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string bytes(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] bool is_null(int column) const;

private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  explicit Statement(Connection& connection)
      : connection_(&connection) {}

  Statement& note(int code);

  Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int parameters_{0};
  int bind_code_{0};
};

} // namespace tidegate::sqlite
