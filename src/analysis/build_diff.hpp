// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

namespace tidegate::analysis {

// Two builds side by side: steps are the same by stage, instruction and platform, layers by what
// they hold, else by the instruction that made them. Nothing is judged.
model::BuildDiff compare(const model::Build& before, const model::Build& after);

} // namespace tidegate::analysis
