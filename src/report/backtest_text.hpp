// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// A table of the series, one of the red episodes, and what the gate can see.
std::string backtest_text(const std::vector<model::SeriesBacktest>& outcomes);

} // namespace tidegate::report
