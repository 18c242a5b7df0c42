// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::analysis {

enum class Phase {
  load_context,
  resolve,
  cache_import,
  execute,
  export_image,
  cache_export,
  other
};

// What a BuildKit vertex name says.
struct StepName {
  std::string normalised; // without what changes from run to run
  std::string stage;      // "build"; "stage-0" for the unnamed only stage ("[2/3] RUN ...")
  int index{0};
  int total{0};
  std::string instruction; // without the digest that BuildKit adds to FROM
  std::string
      platform; // "linux/arm64", "linux/amd64->arm64" (runs on the first, builds for the second)
  std::string base_digest; // of FROM, as BuildKit resolved it: "sha256:..."
  bool link{false}; // the merge half of `COPY --link`, which BuildKit calls "LINK COPY --link ..."
  Phase phase{Phase::other};
};

// "[linux/arm64 build 3/5] RUN make", "[internal] load build context",
// "importing cache manifest from gha:8123", "exporting to GitHub Actions Cache", ...
// Any text is taken: one that says nothing is itself, in the phase `other`.
StepName parse_step_name(std::string_view text);

} // namespace tidegate::analysis
