// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Inside codec only.
namespace tidegate::codec {

// The schema that a `$ref` calls so; it lives as long as the rules.
using FindSchema = std::function<const nlohmann::json&(const std::string& name)>;

// Compares a value with a schema, as much of draft-07 as ours use. The schemas are trusted; the
// value is anything of at most 64 levels.
class SchemaRules {
public:
  explicit SchemaRules(FindSchema find)
      : find_(std::move(find)) {}

  // The first thing that is wrong, with its place; nullopt where nothing is.
  [[nodiscard]] std::optional<std::string> complaint(const nlohmann::json& value,
                                                     const std::string& schema) const;

private:
  // A schema and the file that its references are relative to.
  struct Place {
    const nlohmann::json* schema;
    std::string file;
  };

  using Found = std::optional<std::string>;

  [[nodiscard]] Found
  check(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Found
  check_required(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Found
  check_properties(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Found
  check_items(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Found
  check_all(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Found
  check_branches(const nlohmann::json& value, const Place& at, const std::string& path) const;
  [[nodiscard]] Place follow(const std::string& reference, const Place& from) const;

  FindSchema find_;
};

// Every keyword of draft-07 that SchemaRules knows.
bool is_known_keyword(std::string_view keyword);

} // namespace tidegate::codec
