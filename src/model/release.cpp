// SPDX-License-Identifier: Apache-2.0
#include "model/release.hpp"

#include <algorithm>

namespace tidegate::model {

Status gravest(const std::vector<ReleaseGate>& gates) {
  const auto found = std::ranges::max_element(gates, {}, &ReleaseGate::status);
  return found == gates.end() ? Status::inconclusive : found->status;
}

} // namespace tidegate::model
