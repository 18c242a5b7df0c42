// SPDX-License-Identifier: Apache-2.0
#include "codec/schema_rules.hpp"

#include "util/text.hpp"
#include "util/time.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <regex.h>

namespace tidegate::codec {
namespace {

using nlohmann::json;

// Parts of a path may be keys of the value, which is anything.
std::string below(const std::string& path, std::string_view key) {
  constexpr std::size_t longest = 64;
  const std::string shown = util::to_printable(util::shorten(key, longest));
  return path.empty() ? shown : fmt::format("{}.{}", path, shown);
}

std::string at_place(const std::string& path, const std::string& what) {
  return path.empty() ? what : fmt::format("{}: {}", path, what);
}

bool has_type(const json& value, const json& type) {
  if (type.is_array()) {
    return std::ranges::any_of(type, [&](const json& one) { return has_type(value, one); });
  }
  if (type == "integer") {
    return value.is_number_integer();
  }
  return type == value.type_name();
}

std::string type_words(const json& type) {
  if (!type.is_array()) {
    return fmt::format("is not of type {}", type.get<std::string>());
  }
  std::vector<std::string> names;
  for (const json& one : type) {
    names.push_back(one.get<std::string>());
  }
  return fmt::format("is neither of type {}", util::join(names, " nor "));
}

// POSIX extended syntax, which the patterns of our schemas keep to; texts are kept short, since its
// time grows with them.
bool fits_pattern(const std::string& text, const std::string& pattern) {
  constexpr std::size_t longest = 256;
  regex_t compiled{};
  if (text.size() > longest || text.find('\0') != std::string::npos
      || regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
    return false;
  }
  const bool fits = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return fits;
}

std::optional<std::string> check_text(const std::string& text, const json& schema) {
  const auto shortest = schema.find("minLength");
  if (shortest != schema.end() && text.size() < shortest->get<std::size_t>()) {
    return text.empty() ? "is empty" : "is too short";
  }
  if (schema.contains("format") && schema["format"] == "date-time" && !util::parse_rfc3339(text)) {
    return "is not a time as in RFC 3339";
  }
  const auto pattern = schema.find("pattern");
  if (pattern != schema.end() && !fits_pattern(text, pattern->get<std::string>())) {
    return fmt::format("does not look like {}", pattern->get<std::string>());
  }
  return std::nullopt;
}

std::optional<std::string> check_number(double number, const json& schema) {
  const auto least = schema.find("minimum");
  if (least != schema.end() && number < least->get<double>()) {
    return fmt::format("is less than {}", least->dump());
  }
  const auto most = schema.find("maximum");
  if (most != schema.end() && number > most->get<double>()) {
    return fmt::format("is more than {}", most->dump());
  }
  return std::nullopt;
}

// What a value that has no parts can be wrong in.
std::optional<std::string> check_value(const json& value, const json& schema) {
  if (schema.contains("type") && !has_type(value, schema["type"])) {
    return type_words(schema["type"]);
  }
  if (schema.contains("const") && schema["const"] != value) {
    return fmt::format("is not {}", schema["const"].dump());
  }
  if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
    return fmt::format("is none of {}", schema["enum"].dump());
  }
  if (value.is_string()) {
    return check_text(value.get_ref<const std::string&>(), schema);
  }
  return value.is_number() ? check_number(value.get<double>(), schema) : std::nullopt;
}

} // namespace

std::optional<std::string> SchemaRules::complaint(const json& value,
                                                  const std::string& schema) const {
  return check(value, {.schema = &find_(schema), .file = schema}, "");
}

SchemaRules::Found
SchemaRules::check(const json& value, const Place& at, const std::string& path) const {
  const json& schema = *at.schema;
  if (schema.contains("$ref")) { // alone, in draft-07
    return check(value, follow(schema["$ref"].get<std::string>(), at), path);
  }
  if (const auto wrong = check_value(value, schema)) {
    return at_place(path, *wrong);
  }
  for (const auto rule : {&SchemaRules::check_required,
                          &SchemaRules::check_properties,
                          &SchemaRules::check_items,
                          &SchemaRules::check_all,
                          &SchemaRules::check_branches}) {
    if (auto wrong = (this->*rule)(value, at, path)) {
      return wrong;
    }
  }
  return std::nullopt;
}

SchemaRules::Found
SchemaRules::check_required(const json& value, const Place& at, const std::string& path) const {
  const auto required = at.schema->find("required");
  if (!value.is_object() || required == at.schema->end()) {
    return std::nullopt;
  }
  for (const json& key : *required) {
    if (!value.contains(key.get_ref<const std::string&>())) {
      return at_place(below(path, key.get<std::string>()), "is missing");
    }
  }
  return std::nullopt;
}

SchemaRules::Found
SchemaRules::check_properties(const json& value, const Place& at, const std::string& path) const {
  const auto properties = at.schema->find("properties");
  if (!value.is_object() || properties == at.schema->end()) {
    return std::nullopt;
  }
  for (const auto& [key, described] : properties->items()) {
    const auto found = value.find(key);
    auto wrong = found == value.end()
                     ? Found{}
                     : check(*found, {.schema = &described, .file = at.file}, below(path, key));
    if (wrong) {
      return wrong;
    }
  }
  return std::nullopt;
}

SchemaRules::Found
SchemaRules::check_items(const json& value, const Place& at, const std::string& path) const {
  const auto items = at.schema->find("items");
  if (!value.is_array() || items == at.schema->end()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (auto wrong =
            check(value[i], {.schema = &*items, .file = at.file}, fmt::format("{}[{}]", path, i))) {
      return wrong;
    }
  }
  return std::nullopt;
}

SchemaRules::Found
SchemaRules::check_all(const json& value, const Place& at, const std::string& path) const {
  const auto parts = at.schema->find("allOf");
  if (parts == at.schema->end()) {
    return std::nullopt;
  }
  for (const json& part : *parts) {
    if (auto wrong = check(value, {.schema = &part, .file = at.file}, path)) {
      return wrong;
    }
  }
  return std::nullopt;
}

SchemaRules::Found
SchemaRules::check_branches(const json& value, const Place& at, const std::string& path) const {
  const json& schema = *at.schema;
  if (!schema.contains("if")) {
    return std::nullopt;
  }
  const bool holds = !check(value, {.schema = &schema["if"], .file = at.file}, path);
  const char* const branch = holds ? "then" : "else";
  return schema.contains(branch) ? check(value, {.schema = &schema[branch], .file = at.file}, path)
                                 : std::nullopt;
}

SchemaRules::Place SchemaRules::follow(const std::string& reference, const Place& from) const {
  const auto hash = reference.find('#');
  std::string file = reference.substr(0, hash);
  file = file.empty() ? from.file : file;
  const std::string pointer = hash == std::string::npos ? "" : reference.substr(hash + 1);
  return {.schema = &find_(file).at(json::json_pointer(pointer)), .file = file};
}

bool is_known_keyword(std::string_view keyword) {
  constexpr std::array<std::string_view, 22> known{
      "$schema", "$id",      "$ref",   "title",      "description", "definitions", "type", "const",
      "enum",    "required", "items",  "properties", "allOf",       "if",          "then", "else",
      "minimum", "maximum",  "format", "minLength",  "pattern",     "examples"};
  return std::ranges::find(known, keyword) != known.end();
}

} // namespace tidegate::codec
