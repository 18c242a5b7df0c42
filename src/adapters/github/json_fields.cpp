// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::github {

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

std::optional<std::uint64_t> count_at(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_number_unsigned() ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
}

} // namespace tidegate::github
