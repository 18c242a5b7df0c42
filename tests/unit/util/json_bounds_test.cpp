// SPDX-License-Identifier: Apache-2.0
#include "util/json_bounds.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;

namespace {

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

std::string list_of(std::string_view value, std::size_t count) {
  std::string text = "[";
  for (std::size_t i = 0; i < count; ++i) {
    text.append(i == 0 ? "" : ",").append(value);
  }
  return text + "]";
}

} // namespace

TEST_CASE("what is nested deeper than 64 levels is too much, closed or not") {
  CHECK(util::json_excess(nested(64)).empty());
  CHECK(util::json_excess(nested(65)) == "nested too deep");
  CHECK(util::json_excess(std::string(1'000'000, '{')) == "nested too deep");
}

TEST_CASE("four million values are the most, however short they are") {
  CHECK(util::json_excess(list_of("0", util::most_json_values / 2)).empty());
  CHECK(util::json_excess(list_of("0", util::most_json_values + 1)) == "more than 4000000 values");
  CHECK(util::json_excess(list_of("{}", util::most_json_values / 2 + 1))
        == "more than 4000000 values");
}

TEST_CASE("brackets and commas inside a text are none") {
  const std::string text =
      R"(["\")" + std::string(1000, '[') + std::string(5'000'000, ',') + R"("])";
  CHECK(util::json_excess(text).empty());
}
