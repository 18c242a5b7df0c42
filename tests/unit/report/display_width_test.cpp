// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"

#include <doctest/doctest.h>

using namespace tidegate::report;

TEST_CASE("wide characters take two columns, combining ones none") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("é") == 1);
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("한글") == 4);
  CHECK(display_width("🚀") == 2);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("a\u200bb\ufeff") == 2);
  CHECK(display_width("▁▂█") == 3);
}

TEST_CASE("fit cuts before the character that would not fit and keeps combining ones") {
  CHECK(fit("漢字", 3) == "漢");
  CHECK(fit("e\u0301x", 1) == "e\u0301");
  CHECK(fit("abc", 5) == "abc");
  CHECK(fit("abc", 0).empty());
  CHECK(fit("\xe6\xbc", 5) == "\xe6\xbc"); // a broken tail does not read past the end
}

TEST_CASE("pad fills up to the width and never cuts") {
  CHECK(pad("漢", 4) == "漢  ");
  CHECK(pad("abc", 2) == "abc");
}
