// SPDX-License-Identifier: Apache-2.0
#include "codec/plain_row.hpp"
#include "codec/series_json.hpp"

#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <random>
#include <string>

namespace tidegate::codec {
namespace {

bool is_plain(std::string_view line) {
  return read_plain_row(line).has_value();
}

std::string row_of(const std::string& number) {
  return R"({"series":"a","values":[)" + number + "]}";
}

// The same row, which only the library reads.
std::string not_plain(std::string row) {
  row.insert(1, R"("not plain":[true],)");
  return row;
}

bool same_bits(double one, double other) {
  return std::memcmp(&one, &other, sizeof one) == 0;
}

} // namespace

TEST_CASE("a plain row is read without the library") {
  const auto row = read_plain_row(
      R"( { "series" : "a b", "unit":"s", "n":3, "x":null, "values": [ 1 ,2.5,-0.125 ],)"
      "\t"
      R"("timestamps":["2026-01-01",1601407819000,"x"],"hosts":["EPYC","",0],"confirmations":[null,2.4,7]})"
      "\r");
  REQUIRE(row);
  CHECK(row->name == "a b");
  CHECK(row->values == std::vector{1.0, 2.5, -.125});
  CHECK(row->times == std::vector<std::string>{"2026-01-01", "1601407819000", "x"});
  CHECK(row->hosts == std::vector<std::string>{"EPYC", "", "0"});
  CHECK(row->confirmations == std::vector<std::optional<double>>{std::nullopt, 2.4, 7});
  CHECK(is_plain(R"({"values":[],"series":""})"));
}

TEST_CASE("any other form is left to the library") {
  for (const char* const number :
       {"01",  "-",     "-01", "+1",    ".5",   "1.",       "1..2",     "1.e5",
        "1e5", "1e999", "NaN", "null",  "true", "\"2\"",    "[1]",      "0x1",
        "- 1", "1 2",   "1,",  ",1",    "inf",  "Infinity", "{}",       "1]",
        "--1", "1-",    "1_0", "1.2.3", "00",   "-.5",      "\xd9\xa1", "1\n"}) {
    CAPTURE(number);
    CHECK_FALSE(is_plain(row_of(number)));
  }
  for (const char* const row :
       {"",
        "{",
        "{}",
        "[1]",
        "3",
        "null",
        R"({"series":"a"})",
        R"({"values":[1]})",
        R"({"series":"a","values":[1])",
        R"({"series":"a","values":[1]}})",
        R"({"series":"a","values":[1]} x)",
        R"({"series":"a","values":[1],})",
        R"({"series":"a","values":[1],"values":[2]})",
        R"({"series":"a","series":"b","values":[1]})",
        R"({"series":"a","values":[1],"hosts":["x"],"hosts":["y"]})",
        R"({"series":"a","values":{"a":1}})",
        R"({"series":1,"values":[1]})",
        R"({"series":"a\n","values":[1]})",
        R"({"series":"\u0041","values":[1]})",
        "{\"series\":\"a\tb\",\"values\":[1]}",
        "{\"series\":\"\xc3\xa4\",\"values\":[1]}",
        "{\"series\":\"\xff\",\"values\":[1]}",
        R"({"series":"a","values":[1],"hosts":null})",
        R"({"series":"a","values":[1],"timestamps":[1.0]})",
        R"({"series":"a","values":[1],"timestamps":[01]})",
        R"({"series":"a","values":[1],"timestamps":[-1]})",
        R"({"series":"a","values":[1],"timestamps":[1e3]})",
        R"({"series":"a","values":[1],"timestamps":[12345678901234567890]})",
        R"({"series":"a","values":[1],"confirmations":[nul]})",
        R"({"series":"a","values":[1],"unit":["s"]})",
        R"({"series":"a","values":[1]"x":2})",
        R"({series:"a","values":[1]})"}) {
    CAPTURE(row);
    CHECK_FALSE(is_plain(row));
  }
  using namespace std::string_view_literals;
  CHECK_FALSE(is_plain("{\"series\":\"a\",\"values\":[1]}\0"sv));
}

TEST_CASE("lists of unequal length are told whichever way the row is read") {
  const std::string row = R"({"series":"a","values":[1,2],"hosts":["x"]})";
  REQUIRE(is_plain(row));
  for (const std::string& form : {row, not_plain(row)}) {
    const auto series = parse_series(form);
    REQUIRE_FALSE(series);
    CHECK(series.error().message == "\"hosts\" has 1 entries for 2 values");
  }
}

TEST_CASE("a number is the same to the last bit whichever way the row is read") {
  std::mt19937_64 random(11); // NOLINT: the same numbers each time
  const auto read = [](const std::string& row) {
    const auto series = parse_series(row);
    REQUIRE(series);
    REQUIRE(series->values.size() == 1);
    return series->values.front();
  };
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t whole = random() >> (random() % 64);
    std::string number = std::to_string(whole);
    if (i % 3 != 0) {
      number += "." + std::to_string(random() >> (random() % 64));
    }
    number.insert(0, i % 7 == 0 ? "-" : "");
    CAPTURE(number);
    const std::string row = row_of(number);
    REQUIRE(is_plain(row));
    const double value = read(row);
    CHECK((same_bits(value, read(not_plain(row))) || (value == 0 && read(not_plain(row)) == 0)));
  }
}

TEST_CASE("a plain row that is cut anywhere is none, and ends nothing") {
  const std::string row =
      R"({"series":"a","values":[1.5,-2],"hosts":["x",7],"confirmations":[null,3],"unit":"s"})";
  REQUIRE(is_plain(row));
  for (std::size_t length = 0; length < row.size(); ++length) {
    const std::string cut = row.substr(0, length); // of its own memory, so that reading on shows
    CHECK_FALSE(is_plain(cut));
  }
}

} // namespace tidegate::codec
