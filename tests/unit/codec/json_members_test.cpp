// SPDX-License-Identifier: Apache-2.0
#include "codec/json_members.hpp"
#include "codec/json_reader.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>

namespace tidegate::codec {
namespace {

std::string seen(std::string_view text) {
  std::vector<JsonMember> members;
  if (!scan_members(text, members)) {
    return "for the parser";
  }
  std::string all;
  for (const auto& [key, value, escaped] : members) {
    all.append(key).append("=").append(value).append(";");
  }
  return all;
}

bool takes(const std::string& value) {
  std::vector<JsonMember> members;
  return scan_members(R"({"a":)" + value + "}", members);
}

std::string nested(std::size_t levels) {
  return R"({"a":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
}

// Those that are taken as a value.
std::string taken_of(const std::vector<std::string>& values) {
  std::string taken;
  for (const std::string& value : values) {
    taken += takes(value) ? value + " " : "";
  }
  return taken;
}

std::string all_of(const std::vector<std::string>& values) {
  std::string all;
  for (const std::string& value : values) {
    all += value + " ";
  }
  return all;
}

// The scan may leave to the parser what it likes, but never take what that refuses.
bool takes_more(const std::string& text) {
  std::vector<JsonMember> members;
  return scan_members(text, members) && !parse_object(text);
}

} // namespace

TEST_CASE("the members of an object are found as they are written, in their order") {
  CHECK(seen("{}") == "");
  CHECK(seen(R"( { "a" : 1 , "b":"x\"}" ,"c":{"a":[{"a":2}]}, "d":[] } )")
        == R"(a=1;b="x\"}";c={"a":[{"a":2}]};d=[];)");
  CHECK(seen(R"({"a":true,"b":false,"c":null,"d":-0.5e-3,"e":""})")
        == R"(a=true;b=false;c=null;d=-0.5e-3;e="";)");
  CHECK(seen("{\"a\":\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x80\"}")
        == "a=\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x80\";");
}

TEST_CASE(
    "of a key that is there twice the last one counts, and one inside another object does not") {
  std::vector<JsonMember> members;
  REQUIRE(scan_members(R"({"in":{"type":"x"},"type":"a","type":"b"})", members));
  CHECK(value_of(members, "type") == R"("b")");
  CHECK(value_of(members, "typ").empty());
  REQUIRE(scan_members(R"({"in":{"type":"x"}})", members));
  CHECK(value_of(members, "type").empty());
}

TEST_CASE("what is not right to its end is for the parser to judge") {
  for (const char* const text : {"",
                                 "{",
                                 "[]",
                                 "null",
                                 "{}{}",
                                 "{} x",
                                 R"({"a"})",
                                 R"({"a":})",
                                 R"({"a":1,})",
                                 R"({,"a":1})",
                                 R"({"a":1 "b":2})",
                                 R"({"a":"x)",
                                 R"({"a":"x\)",
                                 R"({a:1})"}) {
    CAPTURE(text);
    CHECK(seen(text) == "for the parser");
  }
  CHECK(taken_of({"[1,]", "[,1]", "[1 2]", "[", "tru", "truex", "nul", "True"}).empty());
}

TEST_CASE("numbers are those of JSON that a double can hold") {
  const std::vector<std::string> good{"0",
                                      "-0",
                                      "10",
                                      "0.5",
                                      "-1.25e+10",
                                      "1E5",
                                      "12345678901234567890",
                                      "1e308",
                                      std::string(250, '1')};
  CHECK(taken_of(good) == all_of(good));
  CHECK(taken_of({"-", "01", "-01", ".5", "1.", "+1", "1e", "1e+", "0x1", "1e999", "1e400", "NaN"})
            .empty());
  CHECK_FALSE(takes(std::string(400, '1')));
}

TEST_CASE("texts are whole: escapes, no control characters, UTF-8 in its shortest form") {
  const std::vector<std::string> good{R"("\"\\\/\b\f\n\r\t")",
                                      R"("\u00e9\u0000\uFFFF")",
                                      R"("\ud83d\ude80")",
                                      "\"\x7F\"",
                                      "\"\xEE\x80\x80\""};
  CHECK(taken_of(good) == all_of(good));
  CHECK(taken_of({"\"\x01\"",
                  "\"\t\"",
                  R"("\x")",
                  R"("\u12")",
                  R"("\u12g4")",
                  R"("\ud83d")",
                  R"("\ud83d\u0041")",
                  R"("\udc00")",
                  "\"\x80\"",
                  "\"\xC0\xAF\"",
                  "\"\xE0\x80\x80\"",
                  "\"\xED\xA0\x80\"",
                  "\"\xF4\x90\x80\x80\"",
                  "\"\xF5\x80\x80\x80\"",
                  "\"\xE2\x82\"",
                  "\"\xE2\""})
            .empty());
}

TEST_CASE("a key with an escape is found by what it means, the last one of both spellings") {
  std::vector<JsonMember> members;
  REQUIRE(scan_members(R"({"type":1,"\u0074ype":2,"a":{"b\n":1}})", members));
  CHECK(value_of(members, "type") == "2");
  REQUIRE(scan_members(R"({"\u0074ype":2,"type":1})", members));
  CHECK(value_of(members, "type") == "1");
  REQUIRE(scan_members(value_of(members, "type"), members) == false);
}

TEST_CASE("as deep as the parser goes, and no deeper") {
  CHECK(seen(nested(63)) != "for the parser");
  CHECK(parse_object(nested(63)));
  CHECK(seen(nested(64)) == "for the parser");
  CHECK_FALSE(parse_object(nested(64)));
  CHECK(seen(R"({"a":)" + std::string(100000, '[')) == "for the parser");
}

TEST_CASE("each byte of an event in turn broken: nothing is taken that the parser refuses") {
  const std::string line =
      R"({"t":"x\n\u00e9","e":-1.5e2,"r":{"a":[true,false,null,{}],"b":"0123456789abcdef0123"}})";
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string broken = line;
    bool more = takes_more(line.substr(0, at));
    for (int byte = 0; byte < 256; ++byte) {
      broken[at] = static_cast<char>(byte);
      more = more || takes_more(broken);
    }
    CAPTURE(at);
    CHECK_FALSE(more);
  }
}

} // namespace tidegate::codec
