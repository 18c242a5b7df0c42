// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/bless.hpp"
#include "commands/ledger.hpp"
#include "model/build.hpp"
#include "model/metric.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// The newest build of the filter that measured something, of the newest 200 or of the commit.
// Error: external (none), usage (the commit was built into several things).
Result<model::Build> find_blessed_build(Ledger& ledger, const BlessFilter& filter);

// What the build measured of the metric: all parts where only a kind is named. Error (usage) names
// what is near.
Result<std::vector<model::MetricValue>> find_blessed_values(const model::Build& build,
                                                            const std::string& metric);

} // namespace tidegate::commands
