// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tidegate::analysis {

// What each CPU model adds to the logarithm of a value. Shrunk towards nothing where builds are
// few.
class HostOffsets {
public:
  HostOffsets() = default; // nothing for all
  // Of a baseline that has builds.
  HostOffsets(const Baseline& baseline, double shrink);

  // Median of the baseline without the offsets.
  [[nodiscard]] double centre() const { return centre_; }

  [[nodiscard]] double of(std::size_t host) const;

  [[nodiscard]] double adjusted(LoggedBuild build) const { return build.value - of(build.host); }

private:
  struct Offset {
    std::size_t host;
    double value;
  };

  // Adds the values without their offsets to `left`.
  void measure(std::span<const LoggedBuild> builds, double shrink, std::vector<double>& left);

  double centre_{0};
  std::vector<Offset> offsets_; // by host
};

} // namespace tidegate::analysis
