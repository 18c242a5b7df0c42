// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"
#include "util/result.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>

// Inside eventlog only.
namespace tidegate::eventlog {

// The commit point of a cut: segments are written as `<name>.new` first, then this file is
// replaced, which names them and says how far the log is cut, then they get their names. Whoever
// finds a `.new` file later knows from here whether the cut it belongs to happened.
struct SpoolCursor {
  // Of log files, by their absolute paths: two logs may have one spool.
  std::map<std::string, EventLog::Position> positions;
  std::set<std::string> segments; // of the last cut
  bool unsure{false};             // see Spool::Cut

  bool operator==(const SpoolCursor&) const = default;
};

// Unsure and without positions where there is none, or one that makes no sense.
SpoolCursor read_cursor(const std::filesystem::path& folder);

// All or nothing, and it survives a crash of the machine. Error: external.
Result<void> write_cursor(const std::filesystem::path& folder, const SpoolCursor& cursor);

} // namespace tidegate::eventlog
