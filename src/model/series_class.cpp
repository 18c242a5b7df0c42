// SPDX-License-Identifier: Apache-2.0
#include "model/series_class.hpp"

namespace tidegate::model {

std::string_view to_text(SeriesClass kind) {
  switch (kind) {
  case SeriesClass::tidy:
    return "tidy";
  case SeriesClass::ugly:
    return "ugly";
  case SeriesClass::plain:
    break;
  }
  return "plain";
}

std::string_view to_text(Untidiness why) {
  switch (why) {
  case Untidiness::few_builds:
    return "few-builds";
  case Untidiness::high_value:
    return "high-value";
  case Untidiness::skew:
    return "skew";
  case Untidiness::alike_neighbours:
    return "alike-neighbours";
  case Untidiness::wander:
    return "wander";
  case Untidiness::creep:
    break;
  }
  return "creep";
}

} // namespace tidegate::model
