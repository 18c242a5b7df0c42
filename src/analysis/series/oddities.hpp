// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

#include <cstddef>

namespace tidegate::analysis {

// What is strange in a series, and does not keep it from being judged.
struct SeriesOddities {
  std::size_t invalid{0};       // values that are no positive number; they are left out
  std::size_t first_invalid{0}; // index
  std::size_t back{0};          // times that are before the one before them
  std::size_t first_back{0};    // index
};

// Times are compared where both are RFC 3339, or numbers.
SeriesOddities oddities(const model::Series& series);

} // namespace tidegate::analysis
