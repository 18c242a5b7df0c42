// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/files.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

// What an earlier crash left at the end of a log. Inside eventlog only.
namespace tidegate::eventlog {

struct Tail {
  std::uint64_t size{0};     // of the log, after the repair
  bool lacks_newline{false}; // the last line is whole but for its newline
  std::string notice;        // what was repaired; empty otherwise
};

// The caller holds the lock. A torn last line is written to `torn/` beside the log, synced, and
// only then taken out of it. Error: external; then the log is as it was.
Result<Tail> mend_tail(const Descriptor& log, const std::filesystem::path& path, Time now);

} // namespace tidegate::eventlog
