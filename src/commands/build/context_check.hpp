// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/policy.hpp"

namespace tidegate::commands {

// Adds a notice where the event folder lies in the build context, is not ignored, and a step copies
// the whole context: then every build would change what the next one copies.
void check_context(model::Build& build, const model::Settings& settings);

} // namespace tidegate::commands
