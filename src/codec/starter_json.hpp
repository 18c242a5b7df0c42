// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/starter.hpp"

#include <string>

namespace tidegate::codec {

// What `init --format json` prints and templates/schemas/init.schema.json describes. `indent` < 0:
// one line.
std::string to_json(const model::Starter& starter, int indent = -1);

} // namespace tidegate::codec
