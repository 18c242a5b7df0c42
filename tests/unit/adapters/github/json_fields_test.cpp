// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/json_fields.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>

using namespace tidegate;

TEST_CASE("an answer that would take a hundred times its size in memory is not parsed") {
  CHECK(github::parse_json(R"({"id": 7})")["id"] == 7);
  CHECK(github::parse_json("{").is_discarded());
  CHECK(github::parse_json(std::string(100, '[') + std::string(100, ']')).is_discarded());
  CHECK(github::parse_json("[0" + std::string(5'000'000, ',') + "0]").is_discarded());
}
