// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::eventlog {

// Append-only JSON Lines in a folder; the truth on disk. Standard layout: one file per month,
// `2026-11.jsonl`; layout chora: `ci_cd.jsonl`, `docker.jsonl`, `deployments.jsonl` by event type.
class EventLog {
public:
  // `lock_limit`: how long append waits for another process that holds the lock.
  EventLog(std::filesystem::path folder,
           model::EventLayout layout,
           std::chrono::milliseconds lock_limit = std::chrono::seconds(10));

  struct Appended {
    std::filesystem::path file;
    std::string notice; // a torn last line was repaired; empty otherwise
  };

  // One write(2) under an exclusive lock, then fsync; a short write (disk full) is taken back. A
  // torn last line of an earlier crash is moved to `torn/` first; one that only lacks its newline
  // gets it. Error: external, says the place; then nothing of the line is in the log.
  Result<Appended> append(std::string_view event_type, Time timestamp, std::string_view line);

  struct Line {
    const std::filesystem::path& file; // relative to the folder
    std::uint64_t offset{0};           // of its first byte
    int number{0};                     // 1-based; counted from where the reading started
    std::string_view text;
    std::uint64_t next{0}; // offset of the line behind it
  };

  // How far somebody has read a file, and what the line before that looked like: an offset alone
  // may be the beginning of a line of another file, too.
  struct Position {
    std::uint64_t offset{0};
    std::uint64_t mark{0};
    bool anew{false}; // given by read(): it began again, since the file was cut or replaced

    bool operator==(const Position&) const = default;
  };

  // Of a hash over the line; never 0, and fits into SQLite's integers.
  static std::uint64_t mark_of(std::string_view line);

  // Every whole line of every file of the layout, files in order of name, from `position_of(file)`
  // on; from the beginning where no line with that mark ends there (the file was replaced). A last
  // line without newline is not handed over: its writer may be at work. Gives where each file
  // ended.
  using Positions = std::map<std::filesystem::path, Position>;
  using PositionOf = std::function<Position(const std::filesystem::path&)>;
  Result<Positions> read(const PositionOf& position_of,
                         const std::function<void(const Line&)>& sink) const;

  // Some lines that follow each other, each with its newline.
  struct Block {
    const std::filesystem::path& file; // relative to the folder
    std::uint64_t offset{0};
    std::string_view text;
    std::uint64_t next{0}; // offset of what is behind it; a line that was cut counts whole
  };

  // The same for who has no use for each line alone: nothing looks for its end.
  Result<Positions> read_blocks(const PositionOf& position_of,
                                const std::function<void(const Block&)>& sink) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
  [[nodiscard]] std::filesystem::path file_for(std::string_view event_type, Time timestamp) const;

  std::filesystem::path folder_;
  model::EventLayout layout_;
  std::chrono::milliseconds lock_limit_;
};

// Writes a line that the log could not take to a folder where it survives, and says where.
// Error: external.
Result<std::filesystem::path>
save_elsewhere(const std::filesystem::path& folder, std::string_view id, std::string_view line);

} // namespace tidegate::eventlog
