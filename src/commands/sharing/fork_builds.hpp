// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "adapters/github/pull_run.hpp"
#include "codec/build_json.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// The builds that a run for a pull request handed over, of which everything is checked that GitHub
// can tell: their run, their commit. What they say of themselves may still be made up.
struct ForkBuilds {
  github::PullRun run;
  std::vector<codec::JudgedBuild> builds; // in the order of the artifacts
  std::vector<std::string> notes;         // what was left out, with its place and why
};

// Artifacts named tidegate-events*: zips of *.jsonl files with one event on each line. Error:
// external.
Result<ForkBuilds> fork_builds(github::Client& client, const std::string& run_id);

} // namespace tidegate::commands
