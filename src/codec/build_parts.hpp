// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/json_parts.hpp"
#include "model/build.hpp"
#include "model/verdict.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

// The parts of the build record, each written and read in one file. Inside codec only.
namespace tidegate::codec {

template<typename Value>
nlohmann::ordered_json value_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json seconds_or_null(const std::optional<Seconds>& time);
nlohmann::ordered_json time_or_null(const std::optional<Time>& time);
std::optional<Seconds> read_seconds(const JsonReader& reader, const char* key);

template<typename Value>
nlohmann::ordered_json list_of(const std::vector<Value>& values,
                               nlohmann::ordered_json (*to_object)(const Value&)) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Value& value : values) {
    list.push_back(to_object(value));
  }
  return list;
}

template<typename Value>
std::vector<Value>
read_list(const JsonReader& parent, const char* key, Value (*read)(const JsonReader&)) {
  std::vector<Value> values;
  parent.each(key, [&](const JsonReader& reader) { values.push_back(read(reader)); });
  return values;
}

// step_json.cpp
nlohmann::ordered_json step_object(const model::Step& step);
nlohmann::ordered_json stage_object(const model::Stage& stage);
nlohmann::ordered_json platform_object(const model::PlatformTime& platform);
model::Step read_step(const JsonReader& reader);
model::Stage read_stage(const JsonReader& reader);
model::PlatformTime read_platform(const JsonReader& reader);

// verdict_json.cpp
nlohmann::ordered_json verdict_object(const model::Verdict& verdict);
model::Verdict read_verdict(const JsonReader& reader);

// miss_json.cpp
nlohmann::ordered_json baseline_object(const std::optional<model::Baseline>& baseline);
nlohmann::ordered_json miss_object(const model::Miss& miss);
std::optional<model::Baseline> read_baseline(const JsonReader& record);
model::Miss read_miss(const JsonReader& reader);

// cache_json.cpp
nlohmann::ordered_json cache_object(const model::Cache& cache);
model::Cache read_cache(const JsonReader& record);
nlohmann::ordered_json rebuilt_object(const std::optional<model::BrokenAttempt>& rebuilt);
std::optional<model::BrokenAttempt> read_rebuilt(const JsonReader& record);

// remeasured_json.cpp
nlohmann::ordered_json remeasurement_object(const model::Remeasurement& again);
model::Remeasurement read_remeasurement(const JsonReader& reader);

// image_json.cpp
nlohmann::ordered_json image_object(const model::Image& image);
model::Image read_image(const JsonReader& record);

// context_json.cpp
nlohmann::ordered_json context_object(const model::BuildContext& context);
nlohmann::ordered_json inputs_object(const model::BuildInputs& inputs);
model::BuildContext read_context(const JsonReader& record);
model::BuildInputs read_inputs(const JsonReader& record);

} // namespace tidegate::codec
