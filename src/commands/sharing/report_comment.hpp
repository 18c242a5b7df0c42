// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

struct ReportCommentOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::string build{"latest"};           // see recorded_build.hpp
  std::string pull_request;              // empty: that of the run
  std::string leg;                       // empty: the workflow, the job and what is built
  bool only_on_change{false};            // --on change
  std::optional<std::string> from_run{}; // builds that another run handed over; "": see below
};

// Writes the section of a build into the comment of its pull request. `from_run`: the sections of
// the builds that a run for a pull request left as artifacts, with the token of the base repository
// (workflow_run); the run that GITHUB_EVENT_PATH names where it is "". 0; 3 where GitHub refuses.
// Error: usage, external.
Result<int> run_report_comment(const ReportCommentOptions& options, ports::Ports ports);

struct ReportCheckOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::string build{"latest"};
  std::string leg;
};

// Makes a check run of a build on the head commit. Exit codes as above.
Result<int> run_report_check(const ReportCheckOptions& options, ports::Ports ports);

} // namespace tidegate::commands
