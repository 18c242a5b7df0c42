// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/event_file.hpp"

#include "codec/parse_json.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace tidegate::actions {
namespace {

using nlohmann::json;

const json& member(const json& object, const char* key) {
  static const json nothing;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? nothing : *found;
}

std::string text_at(const json& object, const char* key) {
  const auto* const text = member(object, key).get_ptr<const json::string_t*>();
  return text == nullptr ? std::string{} : *text;
}

std::string number_at(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_number_unsigned() ? std::to_string(value.get<std::uint64_t>()) : std::string{};
}

} // namespace

StartingEvent read_starting_event(std::string_view text) {
  const json event = codec::parse_json(text);
  const json& pull = member(event, "pull_request");
  const json& head = member(pull, "head");
  const json& base = member(pull, "base");
  return {.pull_request = number_at(pull, "number"),
          .head_sha = text_at(head, "sha"),
          .head_repository = text_at(member(head, "repo"), "full_name"),
          .base_repository = text_at(member(base, "repo"), "full_name"),
          .base_ref = text_at(base, "ref"),
          .base_sha = text_at(base, "sha"),
          .workflow_run = number_at(member(event, "workflow_run"), "id")};
}

} // namespace tidegate::actions
