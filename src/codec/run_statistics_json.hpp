// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"

#include <string>

namespace tidegate::codec {

// As `history stats --format json` prints it and templates/schemas/run-statistics.schema.json
// describes it. `indent` < 0: one line.
std::string to_json(const model::RunStatistics& statistics, int indent = -1);

} // namespace tidegate::codec
