// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "adapters/docker/arguments.hpp"
#include "analysis/cache_plan.hpp"
#include "commands/build/build.hpp"
#include "commands/build/build_record.hpp"
#include "model/cache_access.hpp"
#include "model/policy.hpp"
#include "report/progress.hpp"

#include <memory>

namespace tidegate::commands {

// All that is known before buildx starts; made once, read by every step of `tidegate build`.
struct BuildSession {
  const BuildOptions& options;
  ports::Ports ports;
  model::Settings settings;
  docker::BuildArguments arguments;
  Redactors redactors;
  model::CacheAccess access;
  analysis::CachePlan plan;
  bool in_actions{false};
};

// Error: usage (configuration, contradicting options).
Result<BuildSession> plan_session(const BuildOptions& options, ports::Ports ports);

// What to leave out of the next attempt, since it broke the last one.
struct CacheOmission {
  bool imports{false};
  bool exports{false};
  std::string backend; // its type; empty: every one
};

// The arguments for buildx, without what tidegate takes over, without a cache that cannot work and
// without what is to be left out.
std::vector<std::string> buildx_arguments(const BuildSession& session,
                                          const CacheOmission& omission = {});

// Those of --cache-to that are not left out from the beginning.
std::vector<model::CacheOption> used_exports(const BuildSession& session);

// The display that `--progress`, BUILDKIT_PROGRESS and the terminal ask for.
std::unique_ptr<report::ProgressDisplay> choose_display(const BuildSession& session,
                                                        actions::WorkflowLog& log);

} // namespace tidegate::commands
