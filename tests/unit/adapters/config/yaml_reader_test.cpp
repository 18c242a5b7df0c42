// SPDX-License-Identifier: Apache-2.0
#include "unit/adapters/config/parsed.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using test::error_of;
using test::refused;
using test::settings_of;

namespace {

std::string repeated(const std::string& part, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    text += part;
  }
  return text;
}

} // namespace

TEST_CASE("a byte order mark and Windows line ends change nothing") {
  CHECK(settings_of("\xef\xbb\xbfstore: a\n").store == "a");
  const auto settings = settings_of("gate:\r\n  mode: off\r\nstore: a\r\n");
  CHECK(settings.policy.mode == model::GateMode::off);
  CHECK(settings.store == "a");
}

TEST_CASE("tabs as indentation are named as such") {
  CHECK(error_of("gate:\n\tmode: off\n")
        == "f.yml:2:1: a tab at the start of a line; indent with spaces");
  CHECK(error_of("gate:\n \tmode: off\n")
        == "f.yml:2:2: a tab at the start of a line; indent with spaces");
  CHECK(settings_of("store: a\t# comment\n").store == "a");
}

TEST_CASE("what is not a mapping at the top is an error") {
  CHECK(error_of("- a\n- b\n") == "f.yml:1:1: expected \"key: value\" lines, found a list");
  CHECK(error_of("hello\n") == "f.yml:1:1: expected \"key: value\" lines, found \"hello\"");
  CHECK(error_of("store: a\n---\nstore: b\n").find("a second document") != std::string::npos);
  CHECK(refused(": a\n"));
  CHECK(refused("? [a]\n: b\n"));
  CHECK(refused("? {a: b}\n: c\n"));
  CHECK(refused("~: b\n"));
}

TEST_CASE("broken YAML is an error with its place") {
  CHECK(error_of("gate: [1, 2\n").starts_with("f.yml:2:1: "));
  CHECK(error_of("store: a\n  timezone: b\n").starts_with("f.yml:2:"));
  CHECK(refused("%YAML 99999999999999999999.1\n---\nstore: a\n"));
}

TEST_CASE("a quote that is not closed cannot swallow the keys behind it") {
  CHECK(error_of("store: \"open\ngate:\n  max-build-time: 5m\n")
        == "f.yml:1:8: a value must be plain text, or stand on one line between quotes");
  CHECK(refused("store: 'open\ngate:\n  max-build-time: 5m\n"));
  CHECK(refused("store: 'it''s open\ngate:\n  max-build-time: 5m\n"));
  CHECK(refused("store: \"open\\\"\ngate:\n  max-build-time: 5m\n"));
  CHECK(refused("store: \"open\n"));
  CHECK(refused("\"store: open\n"));
  CHECK(refused("store: |\n  a\n  b\n"));
  CHECK(refused("store: !!str \"open\n"));
  CHECK(refused("store: !!binary aGk=\n"));
  CHECK(settings_of("\"store\": 'it''s'\ntimezone: \"\\x41\\x41\"\n").store == "it's");
  CHECK(settings_of("store: \"\\\"quoted\\\"\"\n").store == "\"quoted\"");
  CHECK(settings_of("\xef\xbb\xbf\"store\": \"\xc3\xa9\" # \xc3\xa9\ntimezone: 'UTC'\r\n").store
        == "\xc3\xa9");
}

TEST_CASE("text that is not UTF-8 is refused") {
  CHECK(error_of("store: \xff\xfe\n") == "f.yml: not UTF-8 text");
  CHECK(refused(std::string("\xff\xfes\0t\0", 6)));
}

TEST_CASE("aliases are refused before they can multiply") {
  CHECK(error_of("events: &x {dir: a}\ngate: *x\n")
        == "f.yml:2:7: aliases (*name) are not supported; write the value out");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 8; ++j) {
      bomb += ", " + before;
    }
    bomb += "]\n";
  }
  CHECK(refused(bomb));
}

TEST_CASE("deep nesting of any kind is an error, not a crash") {
  for (const auto* const part : {"[", "{", "? ", "- ", "a: {", "!!x [", "&a [", "[a,", "{a: ["}) {
    CHECK(refused(repeated(part, 250UL * 1024)));
  }
  std::string block;
  for (std::size_t depth = 0; depth < 600; ++depth) {
    block += std::string(depth, ' ') + "a:\n";
  }
  CHECK(refused(block));
}

TEST_CASE("a file that is too large is refused") {
  CHECK(error_of("#" + std::string(256UL * 1024, 'x')).find("larger than 256 KiB")
        != std::string::npos);
  settings_of("#" + std::string((256UL * 1024) - 1, 'x'));
}

TEST_CASE("hostile bytes in keys and values come out printable and short") {
  const auto message = error_of("\"a\\eb\\r\": 1\n");
  CHECK(message.find('\x1b') == std::string::npos);
  CHECK(message.find('\r') == std::string::npos);
  CHECK(error_of("a: \"\\\x1b\"\n").find('\x1b') == std::string::npos); // the parser's own words
  CHECK(error_of(std::string(5000, 'k') + ": 1\n").size() < 400);
  CHECK(error_of("gate: {mode: " + std::string(5000, 'v') + "}\n").size() < 400);
}
