// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace tidegate::analysis {

// The sum of term(0), ... term(count - 1), in whatever order is quick: additions that wait for one
// another take four times as long as they keep the processor busy.
template<typename Term>
double sum_of(std::size_t count, const Term& term) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t i = 0; i < count; ++i) {
    sum += term(i);
  }
  return sum;
}

} // namespace tidegate::analysis
