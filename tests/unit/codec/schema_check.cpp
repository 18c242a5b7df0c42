// SPDX-License-Identifier: Apache-2.0
#include "unit/codec/schema_check.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

json load(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA) + "/../../templates/schemas/" + name);
  return json::parse(file);
}

class Checker {
public:
  explicit Checker(const std::string& name)
      : root_(load(name)) {}

  void check(const json& value, const json& schema, const std::string& path) {
    if (schema.contains("$ref")) {
      follow(value, schema["$ref"].get<std::string>(), path);
      return;
    }
    check_value(value, schema, path);
    if (value.is_object()) {
      check_object(value, schema, path);
    }
    if (value.is_array() && schema.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(value[i], schema["items"], path + "/" + std::to_string(i));
      }
    }
  }

  [[nodiscard]] const json& root() const { return root_; }

  std::vector<std::string> found;

private:
  void follow(const json& value, const std::string& reference, const std::string& path) {
    const std::string file = reference.substr(0, reference.find('#'));
    const json::json_pointer pointer(reference.substr(reference.find('#') + 1));
    if (file.empty()) {
      check(value, root_.at(pointer), path);
      return;
    }
    Checker other(file);
    other.check(value, other.root_.at(pointer), path);
    found.insert(found.end(), other.found.begin(), other.found.end());
  }

  void check_value(const json& value, const json& schema, const std::string& path) {
    if (schema.contains("type") && !has_type(value, schema["type"])) {
      found.push_back(path + ": is not " + schema["type"].dump());
    }
    if (schema.contains("const") && schema["const"] != value) {
      found.push_back(path + ": is not " + schema["const"].dump());
    }
    if (schema.contains("enum")
        && std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
      found.push_back(path + ": is none of " + schema["enum"].dump());
    }
  }

  void check_object(const json& value, const json& schema, const std::string& path) {
    if (!schema.contains("properties")) {
      return;
    }
    for (const auto& key : schema.value("required", json::array())) {
      if (!value.contains(key)) {
        found.push_back(path + ": lacks " + key.dump());
      }
    }
    for (const auto& [key, inner] : value.items()) {
      if (!schema["properties"].contains(key)) {
        found.push_back(path + "/" + key + ": is not in the schema");
        continue;
      }
      const json& described = schema["properties"][key];
      if (!described.contains("description") && !described.contains("$ref")) {
        found.push_back(path + "/" + key + ": has no description");
      }
      check(inner, described, path + "/" + key);
    }
  }

  static bool has_type(const json& value, const json& type) {
    if (type.is_array()) {
      return std::ranges::any_of(type, [&](const json& one) { return has_type(value, one); });
    }
    if (type == "integer") {
      return value.is_number_integer();
    }
    return type == value.type_name();
  }

  json root_;
};

} // namespace

std::string complaints(std::string_view text, const std::string& schema) {
  Checker checker(schema);
  const json value = json::parse(text);
  checker.check(value, checker.root(), "");
  const std::string definition = value.value("event_type", "");
  if (checker.root().contains("allOf") && checker.root()["definitions"].contains(definition)) {
    checker.check(value.at("metadata"), checker.root()["definitions"][definition], "/metadata");
  }
  return util::join(checker.found, "\n");
}

std::string
complaints(std::string_view text, const std::string& schema, const std::string& definition) {
  Checker checker(schema);
  checker.check(json::parse(text), checker.root()["definitions"].at(definition), "");
  return util::join(checker.found, "\n");
}

} // namespace tidegate::codec
