// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace tidegate::analysis {

// Runs that passed or failed.
struct RunCounts {
  int passed{0};
  int failed{0};

  [[nodiscard]] int all() const { return passed + failed; }

  bool operator==(const RunCounts&) const = default;
};

// Fisher's exact test, one-sided (R. A. Fisher, The Design of Experiments, 1935, section 11): how
// likely it is that of all failures in both groups at least as many as seen fall among the newest
// by chance alone. It rests upon the hypergeometric distribution, not upon a normal one, so it
// holds for 3 runs of which none failed as well. 1 where a group is empty.
double chance_of_as_many_failures(const RunCounts& newest, const RunCounts& before);

// The least share of `count` newest runs that has to pass, so that it is no less likely than
// `least` and no more than `margin` below the share before; nullopt where even a failure of all of
// them would prove nothing.
std::optional<double>
lowest_usual_rate(int count, const RunCounts& before, double least, double margin);

} // namespace tidegate::analysis
