// SPDX-License-Identifier: Apache-2.0
#include "analysis/same_time.hpp"

#include <algorithm>
#include <cmath>

namespace tidegate::analysis {

bool same_time(Seconds one, Seconds other) {
  constexpr double share = 0.05;
  constexpr Seconds least{1};
  const Seconds allowed = std::max(least, share * std::max(one, other));
  return Seconds(std::abs((one - other).count())) <= allowed;
}

} // namespace tidegate::analysis
