// SPDX-License-Identifier: Apache-2.0
#include "analysis/verification.hpp"

#include <algorithm>
#include <cstddef>

namespace tidegate::analysis {
namespace {

model::Spread spread_of(std::vector<double> values) {
  if (values.empty()) {
    return {};
  }
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {.median = median, .least = values.front(), .most = values.back()};
}

std::vector<double> in_seconds(const std::vector<Seconds>& times) {
  std::vector<double> values;
  std::ranges::transform(
      times, std::back_inserter(values), [](Seconds time) { return time.count(); });
  return values;
}

} // namespace

void work_out(model::Verification& verification) {
  const auto cold = in_seconds(verification.cold);
  const auto warm = in_seconds(verification.warm);
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(cold.size(), warm.size()); ++i) {
    if (warm[i] > 0) {
      ratios.push_back(cold[i] / warm[i]);
    }
  }
  verification.cold_seconds = spread_of(cold);
  verification.warm_seconds = spread_of(warm);
  verification.ratio = spread_of(ratios);
  verification.claim = claimed_ratio;
  verification.holds.reset();
  if (!ratios.empty() && verification.ratio.least >= claimed_ratio) {
    verification.holds = true;
  } else if (!ratios.empty() && verification.ratio.most < claimed_ratio) {
    verification.holds = false;
  }
}

} // namespace tidegate::analysis
