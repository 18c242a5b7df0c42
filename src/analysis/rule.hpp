// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/history.hpp"
#include "model/policy.hpp"
#include "model/verdict.hpp"

#include <cmath>
#include <optional>

namespace tidegate::analysis {

// All that a rule may judge by.
struct Evidence {
  const model::Build& build; // a successful one
  const model::History& history;
  const model::Policy& policy;
  std::optional<double> health{}; // score; nothing where it was not measured
};

// One rule of the gate; nullopt where the policy does not ask for it. A rule says fail; whether
// that is only a warning is decided in gate.cpp, for all of them.
using Rule = std::optional<model::Verdict> (*)(const Evidence&);

// Durations, sizes and shares come from clocks that jump and from files: anything else than a
// finite number from 0 on proves nothing and must never pass for a good value.
inline bool plausible(double value) {
  return std::isfinite(value) && value >= 0;
}

} // namespace tidegate::analysis
