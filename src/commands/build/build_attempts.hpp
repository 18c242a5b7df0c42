// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_execution.hpp"
#include "commands/build/build_session.hpp"
#include "model/build.hpp"
#include "util/result.hpp"

#include <filesystem>
#include <string>

namespace tidegate::commands {

// What came of a build, however many times buildx had to be started for it.
struct Attempts {
  Execution execution; // of the last: its result files count
  model::Build build;  // one record of all; `rebuilt` where there was more than one
};

// Runs buildx; and again without the broken half of the cache where the cache, not the Dockerfile,
// broke the build, `on-cache-failure` is rebuild and nobody interrupted it. Error: it could not be
// started.
Result<Attempts> execute_attempts(const BuildSession& session,
                                  const std::filesystem::path& folder,
                                  actions::WorkflowLog& log);

// What was read from a pipe or written to one cannot be had again: why this build cannot be made a
// second time; empty: it can.
std::string why_not_again(const docker::BuildArguments& arguments);

} // namespace tidegate::commands
