// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace tidegate::model {

// A remark that GitHub shows beside a line of a file, or on the run where it has no place.
struct Annotation {
  enum class Level { notice, warning, error };
  Level level{Level::notice};
  std::string title;
  std::string message;
  std::string file; // relative to the repository; empty: no place
  std::optional<int> line;

  bool operator==(const Annotation&) const = default;
};

} // namespace tidegate::model
