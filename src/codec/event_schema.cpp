// SPDX-License-Identifier: Apache-2.0
#include "codec/event_schema.hpp"

#include "codec/json_reader.hpp"
#include "codec/schema_rules.hpp"
#include "util/embedded.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <span>

namespace tidegate::codec {

std::span<const util::EmbeddedFile> schema_files();

namespace {

using nlohmann::json;

void collect_unknown(const json& schema, std::vector<std::string>& unknown) {
  for (const auto& [key, value] : schema.items()) {
    if (!is_known_keyword(key)) {
      unknown.push_back(key);
    }
    if (key == "properties" || key == "definitions") {
      for (const json& part : value) {
        collect_unknown(part, unknown);
      }
    } else if (key == "allOf") {
      for (const json& part : value) {
        collect_unknown(part, unknown);
      }
    } else if (key == "items" || key == "if" || key == "then" || key == "else") {
      collect_unknown(value, unknown);
    }
  }
}

} // namespace

struct EventSchema::State {
  std::map<std::string, json> schemas;

  [[nodiscard]] const json& find(const std::string& name) const { return schemas.at(name); }
};

EventSchema::EventSchema()
    : state_(std::make_unique<State>()) {
  for (const util::EmbeddedFile& file : schema_files()) {
    state_->schemas.emplace(file.path, json::parse(file.text));
  }
}

EventSchema::~EventSchema() = default;
EventSchema::EventSchema(EventSchema&& other) noexcept = default;

std::optional<std::string> EventSchema::complaint(std::string_view line) const {
  const auto event = parse_object(line);
  if (!event) {
    return event.error().message;
  }
  const bool deployment_log =
      event->contains("environment") && !event->contains("id") && !event->contains("schema");
  return SchemaRules([this](const std::string& name) -> const json& { return state_->find(name); })
      .complaint(*event, deployment_log ? "deployment.schema.json" : "event.schema.json");
}

std::vector<std::string> EventSchema::unknown_keywords() const {
  std::vector<std::string> unknown;
  for (const auto& [name, schema] : state_->schemas) {
    collect_unknown(schema, unknown);
  }
  return unknown;
}

} // namespace tidegate::codec
