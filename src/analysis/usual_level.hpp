// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"
#include "model/series.hpp"

#include <optional>
#include <string>

namespace tidegate::analysis {

// What the rule took for usual when it came to this value: the level before a regression that is
// open. nullopt where it was still learning, or where more is better.
std::optional<double> usual_level(const model::MetricPast& past,
                                  const model::MetricValue& value,
                                  const std::string& host,
                                  const model::SeriesRule& rule);

} // namespace tidegate::analysis
