// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "analysis/series/sorted_pieces.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tidegate::analysis {

// What each CPU model adds to the logarithm of a value. Shrunk towards nothing where builds are
// few.
class HostOffsets {
public:
  HostOffsets() = default; // nothing for all

  HostOffsets(const Baseline& baseline, double shrink) { measure(baseline, shrink); }

  // Of a baseline that has builds. Quick where it is nearly the one that was measured before.
  void measure(const Baseline& baseline, double shrink);

  // Median of the baseline without the offsets.
  [[nodiscard]] double centre() const { return centre_; }

  [[nodiscard]] double of(std::size_t host) const {
    return host < by_number_.size() ? by_number_[host] : 0.0;
  }

  [[nodiscard]] double adjusted(LoggedBuild build) const { return build.value - of(build.host); }

  // The builds of the baseline that was measured, a piece for each CPU model; one where they are
  // not mixed.
  [[nodiscard]] std::vector<SortedPiece> pieces(const Baseline& baseline) const;

private:
  void set_offsets(const Baseline& baseline, double shrink, std::span<SortedPiece> pieces);

  double centre_{0};
  std::vector<double> by_number_;  // of the CPU model
  std::vector<std::size_t> below_; // of each piece, the builds below the centre
};

} // namespace tidegate::analysis
