// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/series_gate.hpp"

#include <array>

namespace tidegate::analysis {

// 21 of 25 builds are the baseline of the next one; median 100, spread 3 %.
inline constexpr std::array usual{100., 103., 97., 101., 99.,  104., 96.,  100., 102.,
                                  98.,  101., 95., 103., 99.,  100., 106., 98.,  100.,
                                  97.,  102., 99., 101., 103., 98.,  100.};

inline void build_as_usual(SeriesGate& gate) {
  for (const double value : usual) {
    gate.next({.value = value});
  }
}

inline SeriesGate learned(const model::SeriesRule& rule = {}) {
  SeriesGate gate(rule);
  build_as_usual(gate);
  return gate;
}

// 71 builds of the same kind: enough to show that there are no heavy tails.
inline SeriesGate tidy() {
  SeriesGate gate = learned();
  build_as_usual(gate);
  build_as_usual(gate);
  return gate;
}

inline model::SeriesPoint confirmed(double value, double again) {
  return {.value = value, .confirmation = model::Confirmation{again, {}}};
}

inline model::PointStatus status_of(SeriesGate& gate, const model::SeriesPoint& point) {
  return gate.next(point).status;
}

} // namespace tidegate::analysis
