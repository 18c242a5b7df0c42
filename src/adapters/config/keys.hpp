// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "util/result.hpp"

#include <string_view>

namespace tidegate::config {

// One key of the configuration. A new one is one line in keys.cpp, one in
// templates/schemas/config.schema.json (a test compares them) and one in templates/tidegate.yml.
struct Key {
  enum class Shape { section, list, value };
  std::string_view name; // from the top: "gate.sigma.k"
  Shape shape{Shape::section};
  // Takes the text of the value, or of one item of the list. Error: usage, about the text alone.
  Result<void> (*set)(model::Settings& settings, std::string_view text){nullptr};
  std::string_view example; // shown as the hint where the text is wrong
};

// nullptr where there is no such key.
const Key* find_key(std::string_view name);

} // namespace tidegate::config
