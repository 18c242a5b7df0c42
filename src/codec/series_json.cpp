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
  return dump(object, -1);
}

} // namespace tidegate::codec
