// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tidegate::docker {

// "Dockerfile:5" and what buildx prints between two rulers below it.
struct Excerpt {
  std::string file;
  int line{0};
  std::string text; // with the `>>>` marks
};

std::optional<Excerpt> find_excerpt(const std::vector<std::string>& plain_lines);

// What buildx gives as the reason: the text of its last "ERROR: " with the lines after it, else the
// first line that is no warning, without the layers of "failed to build: failed to solve:". Empty
// where it said nothing.
std::string find_message(const std::vector<std::string>& plain_lines);

} // namespace tidegate::docker
