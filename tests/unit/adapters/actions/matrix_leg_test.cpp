// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/matrix_leg.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;

TEST_CASE("a leg is named by the values of the matrix in the order of the workflow") {
  CHECK(actions::matrix_leg(R"({"platform": "linux/arm64", "debug": true, "jdk": 21})")
        == "linux/arm64, true, 21");
  CHECK(actions::matrix_leg(R"({"zebra": "a", "ant": "b"})") == "a, b");
  CHECK(actions::matrix_leg(R"({"os": {"name": "jammy", "cpu": "arm64"}, "none": null})")
        == "jammy, arm64");
}

TEST_CASE("a job without a matrix has no leg") {
  CHECK(actions::matrix_leg("null").empty()); // what toJSON(matrix) gives there
  CHECK(actions::matrix_leg("{}").empty());
  CHECK(actions::matrix_leg("").empty());
  CHECK(actions::matrix_leg(R"(["amd64"])").empty());
  CHECK(actions::matrix_leg(R"({"os": )").empty());
}

TEST_CASE("a leg is one short printable line whatever the matrix holds") {
  CHECK(actions::matrix_leg("{\"a\": \"x\\ny\\u001b[31m\"}").find('\n') == std::string::npos);
  CHECK(actions::matrix_leg("{\"a\": \"\\u001b[31mred\"}") == "red");
  CHECK(actions::matrix_leg("{\"a\": \"" + std::string(5000, 'x') + "\"}").size() <= 103);
  const std::string deep(100000, '[');
  CHECK(actions::matrix_leg("{\"a\": " + deep).empty());
  CHECK(actions::matrix_leg("{\"a\": " + deep + std::string(100000, ']') + "}").empty());
}

TEST_CASE("two legs that begin alike stay two, however long they are") {
  const auto leg = [](const std::string& arch) {
    return actions::matrix_leg(R"({"d": ")" + std::string(120, 'v') + R"(", "arch": ")" + arch
                               + "\"}");
  };
  CHECK(leg("amd64") != leg("arm64"));
  CHECK(leg("amd64").size() <= 100);
}
