// SPDX-License-Identifier: Apache-2.0
#include "report/series_shape_text.hpp"

#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

using model::Untidiness;

std::string reason(Untidiness why, const model::SeriesShape& shape) {
  switch (why) {
  case Untidiness::few_builds:
    return fmt::format("only {}", util::counted(static_cast<int>(shape.samples), "past build"));
  case Untidiness::high_value:
    return fmt::format("a past build {:.1f} sigmas above the usual", shape.highest);
  case Untidiness::skew:
    return fmt::format(
        "noise of {:.1f} sigmas upwards, {:.1f} downwards", shape.highest, shape.lowest);
  case Untidiness::alike_neighbours:
    return fmt::format("builds like the one before, which makes means vary {:.1f} times as much",
                       shape.inflation);
  case Untidiness::wander:
    return fmt::format("slow waves of {:.2f} squared sigmas", shape.wander);
  case Untidiness::creep:
    break;
  }
  return "a slow rise";
}

} // namespace

std::string series_shape_text(const model::SeriesShape& shape) {
  std::string text = fmt::format(
      "{} {} series", shape.kind == model::SeriesClass::ugly ? "an" : "a", to_text(shape.kind));
  std::string_view before = ": ";
  for (const auto why : shape.untidy) {
    text += before;
    text += reason(why, shape);
    before = "; ";
  }
  return text;
}

} // namespace tidegate::report
