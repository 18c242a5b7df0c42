// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/release.hpp"

#include <string>

namespace tidegate::codec {

// What `gate --release` prints: templates/schemas/release.schema.json. `indent` < 0: one line.
std::string to_json(const model::Release& release, int indent);

} // namespace tidegate::codec
