// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/segment.hpp"
#include "util/result.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace tidegate::eventlog {

// Segments on their way to the event branch, in a folder of their own beside the log, and how far
// the log has been cut into them. Each event of the log becomes part of exactly one segment,
// whenever the program is killed; a segment stays until somebody has seen it on the branch.
class Spool {
public:
  explicit Spool(std::filesystem::path folder,
                 std::chrono::milliseconds lock_limit = std::chrono::seconds(10));

  struct Cut {
    int events{0};                   // that are new in the spool
    std::vector<std::string> damage; // "2026-11.jsonl: byte 812: not JSON", stays in the log
    // Nothing tells how far the log had been cut before: some of it may be on the branch already.
    // Stays so until `settle`.
    bool unsure{false};
  };

  // Takes what the log has beyond the last cut. Several processes may do it at once. Error:
  // external; then the log and the spool are as they were.
  Result<Cut> cut(const EventLog& log);

  // Names, oldest first. Empty where there is no spool.
  [[nodiscard]] Result<std::vector<std::string>> list() const;

  // Error: external; also where the content is not what the name promises.
  [[nodiscard]] Result<Segment> read(const std::string& name) const;

  // The same events under another name, where some of them are on the branch already.
  Result<void> replace(const std::string& name, const std::string& content);

  void remove(const std::string& name);

  // Whoever was unsure has looked.
  Result<void> settle();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
  std::filesystem::path folder_;
  std::chrono::milliseconds lock_limit_;
};

} // namespace tidegate::eventlog
