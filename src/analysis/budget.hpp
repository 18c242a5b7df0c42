// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/rule.hpp"

namespace tidegate::analysis {

// Budgets: fixed limits out of the policy. A measured value equal to its limit is within it; a
// value that was not measured is inconclusive, never a pass.
std::optional<model::Verdict> max_build_time(const Evidence& evidence);
std::optional<model::Verdict> max_image_size(const Evidence& evidence);
std::optional<model::Verdict> min_cache_hit_ratio(const Evidence& evidence);
std::optional<model::Verdict> min_health(const Evidence& evidence);

} // namespace tidegate::analysis
