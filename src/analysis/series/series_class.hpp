// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/statistics.hpp"
#include "model/series.hpp"

namespace tidegate::analysis {

// By the samples, the sigma, the extremes, the inflation, the wander and the creep alone.
model::SeriesClass class_of(const BaselineStatistics& statistics, const model::SeriesRule& rule);

const model::ClassLimits& limits_of(model::SeriesClass kind, const model::SeriesRule& rule);

// The class and its reasons, for people.
model::SeriesShape shape_of(const BaselineStatistics& statistics, const model::SeriesRule& rule);

} // namespace tidegate::analysis
