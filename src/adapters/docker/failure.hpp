// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <string>
#include <vector>

namespace tidegate::docker {

// Names the cause of a failed buildx from its exit status, the failed steps and the plain text that
// it printed beside the rawjson (Dockerfile excerpt and "ERROR: ..."). `kind` is one of:
// docker_missing, buildx_missing, buildx_too_old, engine_unreachable, dockerfile_missing,
// dockerfile_syntax, context, base_image, step_failed, cache_unsupported, cache_service,
// image_export, disk_full, usage, canceled, unknown.
struct FailureEvidence {
  int exit_status{0};
  std::vector<std::string> plain_lines; // printable, in order, bounded
  std::vector<model::Step> steps;
};

model::BuildError explain_failure(const FailureEvidence& evidence);

// True where buildx answered --progress=rawjson with plain progress ("#1 [internal] load ..."):
// buildx before 0.12 takes a mode that it does not know for `plain`, without a word, and may well
// succeed.
bool is_plain_progress(const std::vector<std::string>& plain_lines);

// What to do next, for people; empty where there is nothing to say.
std::string advice(const model::BuildError& error);

} // namespace tidegate::docker
