// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/files.hpp"
#include "model/event.hpp"
#include "util/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tidegate::eventlog {

// An event that is not complete yet, in a file of its own in `held/` of the log's folder, locked as
// long as this object lives: a process that is killed before it could append loses nothing, since
// whoever reads the log next takes the event over.
class HeldEvent {
public:
  // Error: external, says the place; then nothing is held.
  static Result<HeldEvent> hold(const std::filesystem::path& log_folder, const model::Event& event);

  // The event is in the log, or elsewhere.
  void release();

private:
  HeldEvent(std::filesystem::path path, Descriptor lock)
      : path_(std::move(path)),
        lock_(std::move(lock)) {}

  std::filesystem::path path_;
  Descriptor lock_;
};

// Appends what killed processes held and the log does not have. Gives what could not be taken over
// and why, with its place; that stays where it is.
std::vector<std::string> take_over_held(EventLog& log);

} // namespace tidegate::eventlog
