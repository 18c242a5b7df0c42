// SPDX-License-Identifier: Apache-2.0
#include "codec/verification_json.hpp"

#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json spread_object(const model::Spread& spread) {
  return {{"median", spread.median}, {"min", spread.least}, {"max", spread.most}};
}

ordered_json seconds_list(const std::vector<Seconds>& times) {
  ordered_json list = ordered_json::array();
  for (const Seconds time : times) {
    list.push_back(time.count());
  }
  return list;
}

} // namespace

std::string to_json(const model::Verification& verification, int indent) {
  ordered_json object;
  object["cached_build_time"] = verification.warm_seconds.median;
  object["uncached_build_time"] = verification.cold_seconds.median;
  object["cache_enabled"] = !verification.backend.empty();
  object["dockerfile"] = text_or_null(verification.dockerfile);
  object["image"] = text_or_null(verification.image);
  object["backend"] = text_or_null(verification.backend);
  object["warm_from"] = verification.warm_from;
  object["pairs"] = verification.cold.size();
  object["cold_seconds"] = spread_object(verification.cold_seconds);
  object["warm_seconds"] = spread_object(verification.warm_seconds);
  object["ratio"] = spread_object(verification.ratio);
  object["claim"] = verification.claim;
  object["holds"] = value_or_null(verification.holds);
  object["cold_builds"] = seconds_list(verification.cold);
  object["warm_builds"] = seconds_list(verification.warm);
  object["warm_hit_ratios"] = verification.warm_hit_ratios;
  return dump(object, indent);
}

model::Event verification_event(const model::Verification& verification) {
  model::Event event;
  event.type = "docker_cache_metrics";
  event.timestamp = verification.ended;
  event.id = verification.id;
  event.run = verification.run;
  event.runner = verification.runner;
  event.metadata = to_json(verification);
  return event;
}

} // namespace tidegate::codec
