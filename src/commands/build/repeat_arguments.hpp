// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/arguments.hpp"
#include "util/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tidegate::commands {

// How a build is made once more without a trace outside.
struct RepeatOptions {
  std::vector<std::string> cache;   // --no-cache, --no-cache-filter: instead of the user's
  std::filesystem::path dockerfile; // instead of the user's; empty: that one
  std::filesystem::path folder;     // for what it writes
};

// The arguments for buildx:
//   --cache-from, --cache-to  none: what was imported is in the builder by now, and the export of
//                             the first build must be neither found nor written again
//   --tag, name=              none: no tag moves; an image that is loaded stays nameless
//   --push, type=registry     type=image,push=false: it is packed as before and not pushed
//   dest= of other types      below `folder`
// Error: an output of that kind cannot be made twice.
Result<std::vector<std::string>> repeat_arguments(const docker::BuildArguments& arguments,
                                                  const std::vector<std::string>& buildx_args,
                                                  const RepeatOptions& options);

} // namespace tidegate::commands
