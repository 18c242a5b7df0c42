// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric_backtest.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// Tables of the series, the red episodes and the builds that were not clear; last one line that
// counts them. `span`: "in the last 90 days".
std::string log_backtest_text(const std::vector<model::MetricBacktest>& told,
                              const std::string& span);

} // namespace tidegate::report
