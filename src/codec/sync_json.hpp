// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sync.hpp"

#include <string>

namespace tidegate::codec {

// templates/schemas/history-sync.schema.json. indent < 0: one line.
std::string to_json(const model::SyncReport& report, int indent = -1);

} // namespace tidegate::codec
