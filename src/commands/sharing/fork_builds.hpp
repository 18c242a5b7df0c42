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
  std::string pull_request;               // number; empty: none is that of the run
  std::vector<codec::JudgedBuild> builds; // in the order of the artifacts
  std::vector<std::string> notes;         // what was left out, with its place and why
};

// Artifacts named tidegate-events*: zips of *.jsonl files with one event on each line. Of several
// pull requests that may be that of the run it is the one whose ref (refs/pull/N/merge) a build
// names, else the oldest. Error: external.
Result<ForkBuilds> fork_builds(github::Client& client, const std::string& run_id);

// Of each leg (report::default_leg) what its newest attempt has: the artifacts of all attempts of a
// run stand side by side. Several builds of one attempt stay; the same build twice is one.
std::vector<codec::JudgedBuild> newest_attempts(std::vector<codec::JudgedBuild> builds);

} // namespace tidegate::commands
