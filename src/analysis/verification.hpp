// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/verification.hpp"

namespace tidegate::analysis {

// "6x faster with the cache" is what people are told; it is measured here.
constexpr double claimed_ratio = 6.0;

// Median, spread and ratio from the times of the pairs; `cold` and `warm` of one length, more than
// 0 each.
void work_out(model::Verification& verification);

} // namespace tidegate::analysis
