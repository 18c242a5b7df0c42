// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::analysis {

enum class Phase { load_context, resolve, cache_import, execute, export_image, cache_export, other };

// What a BuildKit vertex name says.
struct StepName {
  std::string normalised; // without what changes from run to run
  std::string stage;      // "build"; "stage-0" for the unnamed only stage ("[2/3] RUN ...")
  int index{0};
  int total{0};
  std::string instruction;
  std::string platform;
  Phase phase{Phase::other};
};

// "[linux/arm64 build 3/5] RUN make", "[internal] load build context",
// "importing cache manifest from gha:8123", "exporting to GitHub Actions Cache", ...
StepName parse_step_name(std::string_view name);

} // namespace tidegate::analysis
