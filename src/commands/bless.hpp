// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// Which of the recorded builds; what is not given does not matter.
struct BlessFilter {
  std::optional<std::string> commit; // its id, or the first 7 digits at least
  std::optional<std::string> image;  // reference without its tag
  std::optional<std::string> workflow;
  std::optional<std::string> job;
  std::optional<std::string> leg;
  std::optional<std::string> dockerfile;
  std::optional<std::string> target;
  std::optional<std::string> platform;
};

struct BlessOptions {
  SettingsOverrides settings;
  std::vector<std::string> metric; // words: kind, and part
  std::string reason;
  BlessFilter filter;
  bool all_situations{false};
  Format format{Format::text};
};

// Accepts the level that a metric has in the newest build of the filter, by an event in the log.
// Error: usage (no such metric there, builds of several things), external (no such build, the log
// cannot be written).
Result<int> run_bless(const BlessOptions& options, ports::Ports ports);

} // namespace tidegate::commands
