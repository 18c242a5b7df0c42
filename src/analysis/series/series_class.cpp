// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/series_class.hpp"

#include <array>

namespace tidegate::analysis {
namespace {

using model::SeriesClass;
using model::Untidiness;

struct Check {
  Untidiness why;
  bool found;
};

// In the order of the enumeration.
std::array<Check, 6> checks(const BaselineStatistics& past, const model::ClassBounds& bounds) {
  return {{{Untidiness::few_builds, past.samples < bounds.tidy_samples},
           {Untidiness::high_value, past.highest > bounds.tidy_highest * past.sigma},
           {Untidiness::skew, past.highest > bounds.tidy_skew * past.lowest},
           {Untidiness::alike_neighbours, past.inflation > bounds.tidy_inflation},
           {Untidiness::wander, past.wander > bounds.tidy_wander},
           {Untidiness::creep, past.crept}}};
}

} // namespace

SeriesClass class_of(const BaselineStatistics& statistics, const model::SeriesRule& rule) {
  if (statistics.highest > rule.classes.ugly_highest * statistics.sigma) {
    return SeriesClass::ugly;
  }
  for (const auto& check : checks(statistics, rule.classes)) {
    if (check.found) {
      return SeriesClass::plain;
    }
  }
  return SeriesClass::tidy;
}

const model::ClassLimits& limits_of(SeriesClass kind, const model::SeriesRule& rule) {
  switch (kind) {
  case SeriesClass::tidy:
    return rule.tidy;
  case SeriesClass::ugly:
    return rule.ugly;
  case SeriesClass::plain:
    break;
  }
  return rule.plain;
}

model::SeriesShape shape_of(const BaselineStatistics& statistics, const model::SeriesRule& rule) {
  model::SeriesShape shape{.kind = statistics.kind,
                           .samples = statistics.samples,
                           .highest = statistics.highest / statistics.sigma,
                           .lowest = statistics.lowest / statistics.sigma,
                           .inflation = statistics.inflation,
                           .wander = statistics.wander};
  for (const auto& check : checks(statistics, rule.classes)) {
    if (check.found) {
      shape.untidy.push_back(check.why);
    }
  }
  return shape;
}

} // namespace tidegate::analysis
