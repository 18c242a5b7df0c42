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

// The schemas inside the value of a keyword.
std::vector<const json*> schemas_in(const std::string& keyword, const json& value) {
  std::vector<const json*> found;
  if (keyword == "properties" || keyword == "definitions" || keyword == "allOf") {
    for (const json& part : value) {
      found.push_back(&part);
    }
  } else if (keyword == "items" || keyword == "if" || keyword == "then" || keyword == "else") {
    found.push_back(&value);
  }
  return found;
}

void collect_unknown(const json& schema, std::vector<std::string>& unknown) {
  for (const auto& [keyword, value] : schema.items()) {
    if (!is_known_keyword(keyword)) {
      unknown.push_back(keyword);
    }
    for (const json* const part : schemas_in(keyword, value)) {
      collect_unknown(*part, unknown);
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
