// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/statistics.hpp"
#include "model/series.hpp"

#include <optional>
#include <span>

namespace tidegate::analysis {

// Cheap, before the statistics are there: false where the builds cannot have become faster for
// good. `newest`: adjusted logarithms, the newest last.
bool may_drop(std::span<const double> newest, double centre, const model::SeriesRule& rule);

// How much faster the newest builds became for good (negative); nothing where they did not.
std::optional<double> find_drop(std::span<const double> newest,
                                const BaselineStatistics& statistics,
                                const model::SeriesRule& rule);

} // namespace tidegate::analysis
