// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/version.hpp"

#include <doctest/doctest.h>

using namespace tidegate::docker;

TEST_CASE("versions are read as docker, buildx and BuildKit write them") {
  CHECK((parse_version("v0.29.1") == Version{0, 29, 1}));
  CHECK((parse_version("0.29.1+ds1") == Version{0, 29, 1}));
  CHECK((parse_version("v0.12.0-rc1") == Version{0, 12, 0}));
  CHECK((parse_version("28.5.2+dfsg4") == Version{28, 5, 2}));
  CHECK((parse_version("0.21") == Version{0, 21, 0}));
  CHECK((*parse_version("0.9.9") < *parse_version("0.21.0")));
}

TEST_CASE("what is no version is none") {
  for (const char* text : {"",
                           "v",
                           "1",
                           "v0.0.0+unknown",
                           "one.two",
                           "1.2.3.4",
                           "1..2",
                           "-1.2.3",
                           "1.2x",
                           "99999999999999.1",
                           "1.2."}) {
    CAPTURE(text);
    CHECK_FALSE(parse_version(text).has_value());
  }
}
