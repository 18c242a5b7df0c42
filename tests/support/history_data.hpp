// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>

namespace tidegate::test {

inline std::string history_path(const std::string& name) {
  return std::string(TEST_DATA) + "/history/" + name;
}

inline std::string history_text(const std::string& name) {
  std::ifstream file(history_path(name), std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "no recording named ", name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The token that inspect.json holds, and what every build argument in the recordings is.
constexpr auto planted_token = "eyJhbGciOiJub25lIn0.cGxhbnRlZC10b2tlbg.c2ln";
constexpr auto planted_argument = "open-sesame-2026";

} // namespace tidegate::test
