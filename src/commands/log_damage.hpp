// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"
#include "adapters/sqlite/store.hpp"
#include "util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tidegate::commands {

// What is wrong with the event log, as its index knows it: told in full when it is met, and in one
// sentence for as long as the index stands, so that no verdict over a damaged log is silent.
class LogDamage {
public:
  explicit LogDamage(sqlite::Store& store)
      : store_(store) {}

  // One line that is left out.
  Result<void> pass_over(const eventlog::EventLog::Line& line, const std::string& why);

  // A part of the log that cannot be read at all.
  void tell(std::string why) { told_.push_back(std::move(why)); }

  // After reading: remembers what is new of the files, and tells what is known from before.
  Result<void> finish(const eventlog::EventLog::Positions& files);

  [[nodiscard]] std::size_t passed_over() const { return passed_over_; }

  [[nodiscard]] const std::vector<std::string>& told() const { return told_; }

private:
  Result<void> finish(const std::string& file, bool anew);
  Result<void> tell_missing(const eventlog::EventLog::Positions& files);

  sqlite::Store& store_;
  std::map<std::string, std::size_t> counts_; // by file; the branch is one
  std::size_t passed_over_{0};
  std::vector<std::string> told_;
};

} // namespace tidegate::commands
