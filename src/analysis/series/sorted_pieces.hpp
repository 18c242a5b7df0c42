// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace tidegate::analysis {

// Sorted values that all stand for `less` less than they are.
struct SortedPiece {
  std::span<const double> sorted;
  double less{0};
};

// Order statistics of all values together, of one at least, without sorting them together.

double nth_of(std::span<const SortedPiece> pieces, std::size_t rank); // from 0

// `below` has how many values of each piece are below the median, as a guess; the answer replaces
// it. A guess that is nearly right makes it quick.
double median_of(std::span<const SortedPiece> pieces, std::span<std::size_t> below);

// Median of the distances to `centre`, or `least` where that is more.
double median_distance(std::span<const SortedPiece> pieces, double centre, double least);

} // namespace tidegate::analysis
