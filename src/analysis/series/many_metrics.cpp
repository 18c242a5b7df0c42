// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/many_metrics.hpp"

#include <cmath>
#include <numbers>

namespace tidegate::analysis {
namespace {

double tail(double sigmas) {
  return .5 * std::erfc(sigmas / std::numbers::sqrt2);
}

// Where the tail of the normal distribution is so small; by Newton's method on its logarithm, which
// is nearly a parabola there.
double sigmas_of(double small, double begin) {
  constexpr int steps = 20;
  constexpr double density = 0.3989422804014327; // at 0
  double sigmas = begin;
  for (int step = 0; step < steps; ++step) {
    const double now = tail(sigmas);
    const double slope = density * std::exp(-sigmas * sigmas / 2) / now;
    sigmas += std::log(now / small) / slope;
  }
  return sigmas;
}

} // namespace

model::SeriesRule judged_together(model::SeriesRule rule, int metrics) {
  if (metrics > 1) {
    const auto raised = [&](double limit) { return sigmas_of(tail(limit) / metrics, limit); };
    // The clip moves along with the ordinary limit, or the limits were out of reach.
    rule.clip += raised(rule.plain.limit) - rule.plain.limit;
    for (auto* limits : {&rule.tidy, &rule.plain, &rule.ugly}) {
      limits->limit = raised(limits->limit);
    }
  }
  return rule;
}

} // namespace tidegate::analysis
