// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/build_history.hpp"
#include "adapters/docker/log_reader.hpp"
#include "adapters/docker/recorded_build.hpp"
#include "analysis/build_fold.hpp"
#include "model/build.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// A build that something else ran, as far as its source tells.
struct Observation {
  model::Source source{model::Source::plain};
  analysis::BuildFold fold{};
  std::vector<std::string> plain_lines{};    // of a log, beside the progress; printable, bounded
  std::optional<docker::LogEnding> ending{}; // of a log
  std::optional<docker::RecordedBuild> record{}; // of an engine
};

using ObservationSink = std::function<void(Observation)>;

// A log, of `--progress=rawjson` or `--progress=plain` as `form` says; one call of `sink` for each
// build in it. `path` may be "-".
Result<void>
observe_log(const std::string& path, docker::LogReader::Form form, const ObservationSink& sink);

// A `.dockerbuild` file.
Result<void> observe_archive(const std::string& path, const ObservationSink& sink);

// One build of the engine's own history.
Result<void>
observe_history(ports::Ports ports, const docker::HistoryRef& ref, const ObservationSink& sink);

} // namespace tidegate::commands
