// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tidegate::test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Compares with tests/data/`name`. UPDATE_GOLDEN=1 writes the file instead, except in CI, where a
// test that rewrites what it expects would always pass.
inline void check_golden(const std::string& name, const std::string& actual) {
  const auto variable = [](const char* key) {
    const char* const value = std::getenv(key);
    return std::string(value == nullptr ? "" : value);
  };
  const auto path = std::filesystem::path(TEST_DATA) / name;
  if (!variable("UPDATE_GOLDEN").empty()) {
    REQUIRE_MESSAGE(variable("CI") != "true", "UPDATE_GOLDEN must not be set in CI");
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  REQUIRE_MESSAGE(std::filesystem::exists(path), path, " is missing: run with UPDATE_GOLDEN=1");
  CHECK_MESSAGE(read_file(path) == actual, path, " differs: look, then UPDATE_GOLDEN=1");
}

} // namespace tidegate::test
