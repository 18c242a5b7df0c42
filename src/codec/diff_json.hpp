// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

#include <string>

namespace tidegate::codec {

// Two builds side by side, as `report diff --format json` prints them and
// templates/schemas/diff.schema.json describes them. `indent` < 0: one line.
std::string to_json(const model::BuildDiff& diff, int indent = -1);

} // namespace tidegate::codec
