// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"

#include "github/whole_number.hpp"

#include <nlohmann/json.hpp>

namespace github_standin {

using nlohmann::json;

namespace {

const json* member(const json& object, std::string_view key) {
  if (!object.is_object()) {
    return nullptr;
  }
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

} // namespace

json parse_any(std::string_view text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json() : value;
}

json parse_object(std::string_view text) {
  json value = parse_any(text);
  return value.is_object() ? value : json::object();
}

std::string text_of(const json& object, std::string_view key) {
  const json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const json& object, std::string_view key) {
  std::vector<std::string> texts;
  const json* value = member(object, key);
  if (value == nullptr || !value->is_array()) {
    return texts;
  }
  for (const json& item : *value) {
    if (item.is_string()) {
      texts.push_back(item.get<std::string>());
    }
  }
  return texts;
}

std::optional<std::uint64_t> number_of(const json& object, std::string_view key) {
  const json* value = member(object, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_number_unsigned()) {
    return value->get<std::uint64_t>();
  }
  if (value->is_number_integer() && value->get<std::int64_t>() >= 0) {
    return value->get<std::uint64_t>();
  }
  if (!value->is_string()) {
    return std::nullopt;
  }
  return whole_number<std::uint64_t>(value->get<std::string>());
}

json object_of(const json& object, std::string_view key) {
  const json* value = member(object, key);
  return value != nullptr && value->is_object() ? *value : json::object();
}

json list_of(const json& object, std::string_view key) {
  const json* value = member(object, key);
  return value != nullptr && value->is_array() ? *value : json::array();
}

bool flag_of(const json& object, std::string_view key) {
  const json* value = member(object, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::string to_line(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace github_standin
