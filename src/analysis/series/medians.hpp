// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace tidegate::analysis {

// All of one value at least.
double median_of_sorted(std::span<const double> sorted);
double median_of(std::vector<double> values);
// Of an even number the smaller one of the middle. Sorts them.
double lower_median(std::span<double> values);

} // namespace tidegate::analysis
