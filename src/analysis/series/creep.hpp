// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "analysis/series/host_offsets.hpp"
#include "model/series.hpp"

#include <span>

namespace tidegate::analysis {

// The newest accepted builds lie above the anchor of the baseline by more than noise: no jump, yet
// slower. `waiting`: accepted builds that are not in the baseline yet.
bool has_crept(const Baseline& baseline,
               std::span<const LoggedBuild> waiting,
               const HostOffsets& offsets,
               const model::SeriesRule& rule);

} // namespace tidegate::analysis
