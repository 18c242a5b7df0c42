// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/runs.hpp"
#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

struct HistorySyncOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::string repository;    // owner/name; empty: as github_access.hpp says
  std::string since{"90d"};  // as parse_moment reads it
  std::string workflow;      // file name or id; empty: all
  std::string branch;        // empty: all
  std::string event;         // empty: all
  std::optional<int> budget; // requests that count against the rate limit
  std::string max_wait{"15m"};
};

// What the store calls a question, for the windows that it has listed.
std::string sync_key(const std::string& repository, const github::RunQuestion& question);

// Brings the workflow runs, jobs and steps of a repository into the store, newest first. What was
// fetched stays, whatever ends it; the next one goes on where it ended. Error where something is
// missing; the report is printed all the same.
Result<int> run_history_sync(const HistorySyncOptions& options, ports::Ports ports);

} // namespace tidegate::commands
