// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <vector>

namespace tidegate::analysis {

// Counts and state from the steps; `backends` are those that were asked for and really used.
// Errors of the import and export steps end up in `problems`.
model::Cache read_cache(const std::vector<model::Step>& steps, const std::vector<std::string>& backends);

} // namespace tidegate::analysis
