// SPDX-License-Identifier: Apache-2.0
#include "codec/series_json.hpp"

#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::ordered_json;

std::string to_json(const model::SeriesBacktest& outcome) {
  ordered_json object{{"series", outcome.name}};
  object["judged"] = outcome.judged;
  object["learning"] = outcome.learning;
  object["red"] = outcome.red;
  object["inconclusive"] = outcome.inconclusive;
  object["rebased"] = outcome.rebased;
  object["creep"] = outcome.creep;
  object["smallest_visible_step"] =
      outcome.smallest_visible_step ? ordered_json(*outcome.smallest_visible_step) : ordered_json();
  object["class"] = outcome.shape ? ordered_json(to_text(outcome.shape->kind)) : ordered_json();
  object["untidy"] = ordered_json::array();
  if (outcome.shape) {
    for (const auto why : outcome.shape->untidy) {
      object["untidy"].push_back(to_text(why));
    }
  }
  return dump(object, -1);
}

} // namespace tidegate::codec
