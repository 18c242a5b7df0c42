// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

namespace tidegate::analysis {

// The rule for one of so many metrics that are judged together: a false red of any of them is as
// rare as one of a single metric (Bonferroni).
model::SeriesRule judged_together(model::SeriesRule rule, int metrics);

} // namespace tidegate::analysis
