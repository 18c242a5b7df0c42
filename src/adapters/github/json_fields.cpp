// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/json_fields.hpp"

#include "util/text.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::github {

using nlohmann::json;

namespace {

std::string for_people(const std::string& text) {
  constexpr std::size_t longest = 400;
  return util::shorten(util::to_printable(text), longest);
}

} // namespace

const json& member(const json& object, const char* key) {
  static const json nothing;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? nothing : *found;
}

std::string text_at(const json& object, const char* key) {
  const auto* const text = member(object, key).get_ptr<const json::string_t*>();
  return text == nullptr ? std::string{} : *text;
}

std::string message_in(const json& object) {
  return for_people(text_at(object, "message"));
}

std::vector<std::string> defects_in(const json& object) {
  constexpr std::size_t most = 3;
  std::vector<std::string> defects;
  const json& errors = member(object, "errors");
  for (const json& error : errors.is_array() ? errors : json::array()) {
    std::string said = error.is_string() ? for_people(error.get<std::string>()) : message_in(error);
    if (said.empty()) { // {"resource": "CheckRun", "field": "head_sha", "code": "invalid"}
      const std::string both = text_at(error, "field") + " " + text_at(error, "code");
      said = for_people(std::string(util::trim(both)));
    }
    if (!said.empty() && defects.size() < most) {
      defects.push_back(std::move(said));
    }
  }
  return defects;
}

std::optional<std::uint64_t> count_at(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_number_unsigned() ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
}

} // namespace tidegate::github
