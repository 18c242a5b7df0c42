// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/policy.hpp"

namespace tidegate::commands {

// Adds a notice where what tidegate keeps (events, what was fetched of their branch, the history)
// lies in a local build context, is not ignored, and a step reads it: then every build would change
// what the next one copies. Whether it is there yet does not matter.
void check_context(model::Build& build, const model::Settings& settings);

} // namespace tidegate::commands
