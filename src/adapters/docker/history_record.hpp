// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/recorded_build.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::docker {

// One JSON object of type BuildHistoryRecord (api/services/control of moby/buildkit), as it lies in
// a `.dockerbuild` file. Error: external.
Result<RecordedBuild> read_history_record(std::string_view text);

// A document that belongs to a build: its provenance, its SBOM.
struct Attachment {
  std::string digest;
  std::string type; // "https://slsa.dev/provenance/v0.2"
};

struct InspectedBuild {
  RecordedBuild build;
  std::vector<Attachment> attachments;
};

// What `docker buildx history inspect --format json` prints (commands/history/inspect.go of
// docker/buildx). Error: external.
Result<InspectedBuild> read_inspected_build(std::string_view text);

} // namespace tidegate::docker
