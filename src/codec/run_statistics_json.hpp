// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.hpp"
#include "model/run_statistics.hpp"

#include <string>

namespace tidegate::codec {

// As `history stats --format json` prints it and templates/schemas/run-statistics.schema.json
// describes it. `indent` < 0: one line.
std::string to_json(const model::RunStatistics& statistics, int indent = -1);

// The event `ci_run_statistics`, whose metadata is that JSON; without its id, run and machine.
model::Event run_statistics_event(const model::RunStatistics& statistics);

} // namespace tidegate::codec
