// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/arguments.hpp"
#include "analysis/build_fold.hpp"
#include "model/policy.hpp"
#include "ports/ports.hpp"
#include "report/progress.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// One run of `docker buildx build`, seen from outside.
struct Execution {
  Time started;
  Seconds duration{0};
  ports::Exit exit;
  analysis::BuildFold fold;
  std::vector<std::string> plain_lines; // buildx's own words beside the rawjson; printable, bounded
  std::vector<std::string> notices;     // lines that could not be read
  std::string stalled;                  // why the cache export was stopped; empty: it was not
  std::string metadata;                 // content of the metadata file; empty where there is none
  std::string image_id;                 // content of the iidfile
};

// What to run: buildx's arguments with the caches already planned, and where the result files are.
struct ExecutionPlan {
  std::vector<std::string>
      buildx_args; // after `docker buildx build`, without --progress and --quiet
  std::filesystem::path metadata_file;
  std::filesystem::path iid_file; // empty: none, since buildx would refuse it
  bool own_metadata{
      true}; // the file is ours: no provenance in it, it costs 35 ms and holds build arguments
  std::vector<std::string> hidden_variables{}; // of our environment that buildx must not get
  model::ExportLimits export_limits{};
  bool raw_progress{false}; // the user asked for --progress=rawjson: hand the stream on as it is
};

// Runs it, feeding the display while lines arrive. Error: it could not be started.
Result<Execution> execute_build(const ExecutionPlan& plan,
                                ports::Ports ports,
                                report::ProgressDisplay& display,
                                const std::function<void(std::string_view)>& raw_sink);

} // namespace tidegate::commands
