// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json value_object(const model::MetricValue& value) {
  return {{"metric", model::to_text(value.metric)},
          {"situation", text_or_null(value.situation)},
          {"value", value.value},
          {"unit", model::to_text(model::unit_of(value.metric.kind))}};
}

model::MetricValue read_value(const JsonReader& reader) {
  for (const char* const key : {"metric", "value"}) {
    reader.require(key);
  }
  return {.metric = reader.word("metric", model::parse_metric).value_or(model::Metric{}),
          .situation = reader.text("situation"),
          .value = reader.number("value").value_or(0)};
}

} // namespace

ordered_json remeasurement_object(const model::Remeasurement& again) {
  return {{"duration_seconds", again.duration.count()},
          {"values", list_of(again.values, value_object)},
          {"failure", text_or_null(again.failure)}};
}

model::Remeasurement read_remeasurement(const JsonReader& reader) {
  reader.require("duration_seconds");
  return {.duration = reader.seconds("duration_seconds"),
          .values = read_list(reader, "values", read_value),
          .failure = reader.text("failure")};
}

} // namespace tidegate::codec
