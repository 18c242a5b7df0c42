// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/shell_words.hpp"

#include <doctest/doctest.h>
#include <map>

using namespace tidegate::dockerfile;

namespace {

std::optional<std::string> variable(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> values{
      {"PWD", "/home"}, {"NULL", ""}, {"FILE", "a.tar.gz"}, {"UMLAUT_ä", "u"}, {"A", "1"}};
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

// "ERROR" where BuildKit reports one.
std::string expanded(std::string_view text, char escape = '\\') {
  const auto result = expand_shell(text, {.escape = escape}, variable);
  return result ? result->text : "ERROR";
}

} // namespace

TEST_CASE("variables, quotes and escapes are read as BuildKit's shell lexer reads them") {
  const std::map<std::string, std::string> cases{
      {"hello", "hello"},
      {"he'll'o", "hello"},
      {"he'llo", "ERROR"},
      {"he\\'llo", "he'llo"},
      {"\"he\\\"llo\\x\"", "he\"llo\\x"},
      {"'$PWD' \"$PWD\" $PWD", "$PWD /home /home"},
      {"\\$PWD", "$PWD"},
      {"he$PWD.", "he/home."},
      {"he${PWD}xx", "he/homexx"},
      {"he$UNSET!", "he!"},
      {"$", "$"},
      {"a$.", "a$."},
      {"$1x", "x"},
      {"${", "ERROR"},
      {"${}", "ERROR"},
      {"${PWD", "ERROR"},
      {"${PWD!x}", "ERROR"},
      {"${UNSET:-word}", "word"},
      {"${NULL:-word}", "word"},
      {"${NULL-word}", ""},
      {"${UNSET-word}", "word"},
      {"${PWD:+word}", "word"},
      {"${NULL:+word}", ""},
      {"${NULL+word}", "word"},
      {"${UNSET:-$PWD/${A:+b}}", "/home/b"},
      {"${PWD:?x}", "/home"},
      {"${UNSET:?x}", "ERROR"},
      {"${UNSET?x}", "ERROR"},
      {"${FILE#*.}", "tar.gz"},
      {"${FILE##*.}", "gz"},
      {"${FILE%.*}", "a.tar"},
      {"${FILE%%.*}", "a"},
      {"${FILE#?}", ".tar.gz"},
      {"${FILE%x}", "a.tar.gz"},
      {"${FILE/a/b}", "b.tar.gz"},
      {"${FILE//a/b}", "b.tbr.gz"},
      {"${FILE/t*z/}", "a."},
      {"${PWD/\\//-}", "-home"},
      {"${PWD:#x}", "ERROR"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(expanded(text) == expected);
  }
  CHECK(expanded("`$PWD \\a", '`') == "$PWD \\a");
}

TEST_CASE("words end at blanks that are not quoted") {
  const auto words = [](std::string_view text) {
    return expand_shell(
               text, {.raw_quotes = true, .raw_escapes = true, .skip_unset = true}, nullptr)
        ->words;
  };
  CHECK(words("a 'b c' \"d e\" f\\ g")
        == std::vector<std::string>{"a", "'b c'", "\"d e\"", "f\\ g"});
  CHECK(words("cat << EOF") == std::vector<std::string>{"cat", "<< EOF"});
  CHECK(words("$X ${Y:-z}") == std::vector<std::string>{"$X", "${Y:-z}"});
}

TEST_CASE("a variable that is not set is told, unless the word says what to do then") {
  const auto unset = [](std::string_view text) {
    return expand_shell(text, {}, variable)->unset_used;
  };
  CHECK(unset("$UNSET"));
  CHECK(unset("${UNSET}"));
  CHECK_FALSE(unset("${UNSET:-x}$PWD"));
}

TEST_CASE("nesting and growth end") {
  std::string nested;
  for (int i = 0; i < 1000; ++i) {
    nested += "${UNSET:-";
  }
  CHECK(expanded(nested + std::string(1000, '}')) == "ERROR");
  const std::string large(60000, 'x');
  const auto twice =
      expand_shell("$V$V$V", {}, [&](std::string_view) { return std::optional(large); });
  CHECK_FALSE(twice.has_value());
}
