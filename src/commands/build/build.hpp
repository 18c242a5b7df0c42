// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "commands/sharing/sharing.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

struct BuildOptions {
  std::vector<std::string> buildx_args; // go to `docker buildx build` as they are
  SettingsOverrides settings;
  Format format{Format::text};
  std::string verify_cache{}; // measure the cache with so many pairs instead; empty: do not
  bool verify_prune{false};   // empty the builder before each warm build of it
  bool json_line{false};      // the record on one line: there are several
  bool summary{true};         // write $GITHUB_STEP_SUMMARY
  bool stdout_is_log{false};  // the runner reads our stdout, so no answer of buildx goes there
  std::string github_token;   // for the caches API; empty: GITHUB_TOKEN or GH_TOKEN
  std::optional<Sharing> sharing{};          // beyond the job; absent: nothing
  std::vector<std::string> secrets;          // values that must be neither shown nor stored
  std::vector<std::string> hidden_variables; // of our environment that buildx must not get
};

// Runs `docker buildx build`, records and judges it, and returns the exit code of SPEC: 0 fine, 1
// the gate failed, 2 usage, 3 tidegate could not do its job, 4 the build failed, 130 or 143
// cancelled. Error: nothing was built.
Result<int> run_build(const BuildOptions& options, ports::Ports ports);

} // namespace tidegate::commands
