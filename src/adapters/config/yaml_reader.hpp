// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::config {

// Where something stands in the file, from 1 on.
struct Place {
  int line{1};
  int column{1};
};

// One value of the file, flattened: `gate: {mode: off}` is {"gate", section} and {"gate.mode",
// text}.
struct Entry {
  enum class Kind { section, list, item, text, empty };
  std::vector<std::string> path; // an item has the path of its list
  Kind kind{Kind::empty};
  std::string text; // of an item or text
  Place key;        // of the last part of the path
  Place value;
};

inline constexpr std::size_t max_config_bytes = 256UL * 1024;

// "FILE:7:3: message" as a usage error.
[[nodiscard]] tl::unexpected<Error>
failed_at(std::string_view file, Place place, std::string_view message, std::string hint = {});

// The entries in the order of the file; none for an empty one. Only what a configuration needs of
// YAML: sections, lists of values, values. Aliases, several documents, keys given twice, control
// characters and tabs as indentation are errors.
Result<std::vector<Entry>> read_yaml(std::string_view yaml, std::string_view file);

} // namespace tidegate::config
