// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/provenance.hpp"
#include "model/build.hpp"
#include "model/progress.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::docker {

// What an engine keeps of a build, its progress apart. Only what is named here is ever taken out of
// a history record: among the rest are the credentials of cache backends.
struct RecordedBuild {
  enum class Ending { running, completed, failed, canceled };

  std::string ref;   // without builder and node
  std::string place; // "builder/node" where it was asked for there
  Ending ending{Ending::running};
  std::optional<Time> created;
  std::optional<Time> completed;
  std::string error;   // BuildKit's message; empty where it went well
  std::string excerpt; // of the Dockerfile around it, as buildx prints it; may be empty
  model::BuildRequest request;
  // The values of the build arguments, to be hidden where they turn up.
  std::vector<std::pair<std::string, std::string>> build_arg_values;
  std::vector<std::string> cache_imports; // types: "gha", "registry"
  bool no_cache{false};
  std::vector<std::string> no_cache_stages;
  std::string image_digest;
  std::vector<Provenance> provenance; // one for each platform
  std::vector<std::string> notices;   // what could not be read
};

// Takes the build's progress, in order.
using ProgressSink = std::function<void(const model::Progress&)>;

} // namespace tidegate::docker
