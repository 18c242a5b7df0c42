// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/recorded_build.hpp"
#include "util/result.hpp"

#include <functional>

namespace tidegate::docker {

// Reads a `.dockerbuild` file (`docker buildx history export`, or the artifact of
// docker/build-push-action): a packed OCI layout with a manifest for each build, its history
// record, progress and provenance. For each build `begin` is called, its answer takes the progress,
// and `end` the rest. Error (external): nothing in it is a build.
struct ArchiveSink {
  std::function<ProgressSink()> begin;
  std::function<void(RecordedBuild)> end;
};

Result<void> read_build_archive(int descriptor, const ArchiveSink& sink);

} // namespace tidegate::docker
