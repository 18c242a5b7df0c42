// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/statistics.hpp"

namespace tidegate::analysis {

// The smallest step (fraction) that is red within five builds with 99 %.
double visible_step(const BaselineStatistics& statistics);

} // namespace tidegate::analysis
