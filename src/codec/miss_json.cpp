// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {

using nlohmann::ordered_json;

ordered_json baseline_object(const std::optional<model::Baseline>& baseline) {
  if (!baseline) {
    return {};
  }
  ordered_json object;
  object["id"] = baseline->id;
  object["started"] = time_or_null(baseline->started);
  object["sha"] = text_or_null(baseline->sha);
  object["ref"] = text_or_null(baseline->ref);
  object["merge_base"] = text_or_null(baseline->merge_base);
  return object;
}

ordered_json miss_object(const model::Miss& miss) {
  ordered_json object;
  object["step"] = miss.step;
  object["cause"] = model::to_text(miss.cause);
  object["because"] = miss.because;
  object["evidence"] = miss.evidence;
  object["followers"] = miss.followers;
  object["cost_seconds"] = seconds_or_null(miss.cost);
  return object;
}

std::optional<model::Baseline> read_baseline(const JsonReader& record) {
  std::optional<model::Baseline> baseline;
  record.object("baseline", [&baseline](const JsonReader& reader) {
    baseline.emplace();
    baseline->id = reader.text("id");
    baseline->started = reader.time("started");
    baseline->sha = reader.text("sha");
    baseline->ref = reader.text("ref");
    baseline->merge_base = reader.text("merge_base");
  });
  return baseline;
}

model::Miss read_miss(const JsonReader& reader) {
  model::Miss miss;
  miss.step = reader.integer("step").value_or(0);
  // A word of a newer tidegate must not cost the whole record.
  miss.cause = model::parse_miss_cause(reader.text("cause")).value_or(model::MissCause::unknown);
  miss.because = reader.text("because");
  miss.evidence = reader.texts("evidence");
  miss.followers = reader.integers("followers");
  miss.cost = read_seconds(reader, "cost_seconds");
  return miss;
}

} // namespace tidegate::codec
