// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tidegate::report {

// Step outputs in the order of action.yml: name, value. All names are always there, with an empty
// value where nothing was measured, so that nothing printed by the build can forge one.
std::vector<std::pair<std::string, std::string>>
step_outputs(const BuildReport& report, const std::string& metadata);

} // namespace tidegate::report
