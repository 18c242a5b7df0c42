// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// Counts and state from the steps; `backends` are those that were asked for and really used.
// Steps that were announced but never reached (the build failed before them) do not count.
// Errors of the import and export steps end up in `problems`, and a step that failed since a blob
// of the cache is gone. Whether an import found anything can be read from the step where a missing
// manifest is an error (registry, local). gha, s3 and azblob report an empty cache like a full one:
// there `imported` also needs a step that was cached, and a builder with layers of its own can lead
// that astray.
model::Cache read_cache(const std::vector<model::Step>& steps,
                        const std::vector<std::string>& backends);

} // namespace tidegate::analysis
