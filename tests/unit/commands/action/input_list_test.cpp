// SPDX-License-Identifier: Apache-2.0
#include "commands/action/input_list.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using commands::join_csv;
using commands::ListStyle;
using commands::parse_csv;
using commands::parse_input_list;
using Strings = std::vector<std::string>;

namespace {

Strings items(const std::string& text, ListStyle style) {
  const auto list = parse_input_list(text, style);
  REQUIRE(list.has_value());
  return *list;
}

} // namespace

// The expectations of docker/actions-toolkit for the same texts (__tests__/util.test.ts).
TEST_CASE("newlines and commas separate items") {
  CHECK(items("", ListStyle::commas).empty());
  CHECK(items("bar\n\nbaz", ListStyle::commas) == Strings{"bar", "baz"});
  CHECK(items("bar,baz,", ListStyle::commas) == Strings{"bar", "baz"});
  CHECK(items("bar\r\nbaz,bat", ListStyle::commas) == Strings{"bar", "baz", "bat"});
  CHECK(items("foo=bar\nbar=qux#baz", ListStyle::commas) == Strings{"foo=bar", "bar=qux#baz"});
}

TEST_CASE("where commas belong to the items only newlines separate them") {
  CHECK(items("user/app:cache\r\ntype=local,src=path/to/dir", ListStyle::lines)
        == Strings{"user/app:cache", "type=local,src=path/to/dir"});
}

TEST_CASE("a quoted item may hold newlines, empty lines and quotes") {
  CHECK(items("A=abc,def=0\n\"B=aaaa\n\nbb\"\"bb\"\nC=1", ListStyle::lines)
        == Strings{"A=abc,def=0", "B=aaaa\n\nbb\"bb", "C=1"});
}

TEST_CASE("values keep the spaces and newlines around them") {
  CHECK(items("\"KEY=line\nline\n\n\n\"\n", ListStyle::values) == Strings{"KEY=line\nline\n\n\n"});
  CHECK(items("KEY=x ", ListStyle::values) == Strings{"KEY=x "});
  CHECK(items("KEY=x ", ListStyle::lines) == Strings{"KEY=x"});
}

TEST_CASE("verbatim items keep their quotes") {
  CHECK(items("\"env.no_proxy=localhost,127.0.0.1\"\r\nb", ListStyle::verbatim)
        == Strings{"\"env.no_proxy=localhost,127.0.0.1\"", "b"});
  CHECK(items("type=x,\"open", ListStyle::verbatim) == Strings{"type=x,\"open"});
}

TEST_CASE("a quoted field keeps its commas beside other fields only") {
  CHECK(items("\"a,b\"", ListStyle::commas) == Strings{"a", "b"});
  CHECK(items("\"a,b\",c", ListStyle::commas) == Strings{"a,b", "c"});
}

TEST_CASE("a quote within a field is a plain character") {
  CHECK(items("SAY=\"hi\"", ListStyle::lines) == Strings{"SAY=\"hi\""});
  CHECK(items("\"a\"b,c", ListStyle::commas) == Strings{"\"a\"b", "c"});
}

TEST_CASE("items of nothing but spaces are left out") {
  CHECK(items("a, ,b\n   \n", ListStyle::commas) == Strings{"a", "b"});
}

TEST_CASE("a quote that stays open is an error") {
  const auto list = parse_input_list("a\n\"b\nc", ListStyle::lines);
  REQUIRE_FALSE(list.has_value());
  CHECK(list.error().kind == Error::Kind::usage);
}

TEST_CASE("what is joined is read back the same") {
  for (const Strings& fields : {Strings{"id=a", "src=/x"},
                                Strings{"id=a,b", "src=/with \"quotes\""},
                                Strings{"id=a", "src=/two\nlines"},
                                Strings{"", "b"}}) {
    const auto again = parse_csv(join_csv(fields));
    REQUIRE(again.has_value());
    REQUIRE(again->size() == 1);
    CHECK(again->front() == fields);
  }
  CHECK(join_csv({"id=a", "src=/x"}) == "id=a,src=/x");
}
