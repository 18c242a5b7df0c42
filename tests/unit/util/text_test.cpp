// SPDX-License-Identifier: Apache-2.0
#include "util/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tidegate::util {
namespace {

const std::string bad = "\xEF\xBF\xBD";

} // namespace

TEST_CASE("valid UTF-8 stays as it is") {
  const std::string text = "a\u00e4\u20ac\U0001F600\U0010FFFF\n\t\x01z";
  CHECK(to_valid_utf8(text) == text);
  CHECK(to_valid_utf8(std::string_view("\0", 1)) == std::string(1, '\0'));
}

TEST_CASE("each invalid sequence becomes one replacement character") {
  CHECK(to_valid_utf8("a\xFFz") == "a" + bad + "z");
  CHECK(to_valid_utf8("\x80\x80") == bad + bad);
  CHECK(to_valid_utf8("\xE2\x82") == bad);        // cut short
  CHECK(to_valid_utf8("\xE2\x82z") == bad + "z"); // the next character survives
  CHECK(to_valid_utf8("\xF0\x9F\x98") == bad);
  CHECK(to_valid_utf8("\xC0\xAF") == bad + bad);                     // overlong
  CHECK(to_valid_utf8("\xE0\x80\xAF") == bad + bad + bad);           // overlong
  CHECK(to_valid_utf8("\xED\xA0\x80") == bad + bad + bad);           // surrogate
  CHECK(to_valid_utf8("\xF4\x90\x80\x80") == bad + bad + bad + bad); // beyond U+10FFFF
}

TEST_CASE("printable text loses colours, cursor movements and titles") {
  CHECK(to_printable("\x1B[1;31mred\x1B[0m") == "red");
  CHECK(to_printable("a\x1B[2K\x1B[1Ab\x1B[?25l") == "ab");
  CHECK(to_printable("\x1B]0;title\x07text") == "text");
  CHECK(to_printable("\x1B]8;;https://x.example\x1B\\link\x1B]8;;\x1B\\") == "link");
  CHECK(to_printable("\x1BPq#0\x1B\\sixel") == "sixel");
  CHECK(to_printable("\x1B_apc\x1B\\\x1B^pm\x1B\\\x1BXsos\x1B\\z") == "z");
  CHECK(to_printable("\x1B(B\x1B=\x1B"
                     "7\x1B"
                     "cdone")
        == "done");
  CHECK(to_printable("\u009b31mred\u009d0;t\u009cz") == "redz"); // C1 spelling
}

TEST_CASE("printable text loses control characters but keeps tabs and other languages") {
  CHECK(to_printable("a\tb\rc\nd\be\x7F"
                     "f")
        == "a\tbcdef");
  CHECK(to_printable(std::string_view("a\0b", 3)) == "ab");
  CHECK(to_printable("\u0085x\u009f") == "x");
  CHECK(to_printable("gr\u00fc\u00df \u6f22\u5b57 \U0001F600")
        == "gr\u00fc\u00df \u6f22\u5b57 \U0001F600");
}

TEST_CASE("printable text loses characters that disguise the line") {
  CHECK(to_printable("a\u2028b\u2029c\u202ad\u202ee\u2066f\u2069g") == "abcdefg");
  CHECK(to_printable("\u2027\u202f\u2065\u206a") == "\u2027\u202f\u2065\u206a");
}

TEST_CASE("an escape sequence that is not finished does not swallow the rest of the line") {
  CHECK(to_printable("\x1B]0;never ended, but text") == "0;never ended, but text");
  CHECK(to_printable("\x1B]0;title\x1B[31mred") == "0;titlered");
  CHECK(to_printable("\x1B[12;\u00e4"
                     "b")
        == "\u00e4"
           "b");
  CHECK(to_printable("end\x1B") == "end");
  CHECK(to_printable("end\x1B[") == "end");
  CHECK(to_printable("end\x1B[38;5") == "end");
}

TEST_CASE("whatever the bytes, printable text has no control character and is valid UTF-8") {
  std::mt19937 random(7); // NOLINT(bugprone-random-generator-seed): the same bytes each run
  const std::string alphabet("\x1B\x1B[]P\\\x07\x9B\xC2\x9D\x80\xE2\x80\xAE;1mab\r\n\0\xFF\xF0\x9F",
                             26);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes;
    for (std::size_t i = random() % 40; i > 0; --i) {
      bytes += alphabet[random() % alphabet.size()];
    }
    const std::string text = to_printable(bytes);
    CHECK(to_valid_utf8(text) == text);
    CHECK(to_printable(text) == text);
    const auto is_control = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    CHECK(std::find_if(text.begin(), text.end(), is_control) == text.end());
  }
}

TEST_CASE("base64 is as in RFC 4648, section 10") {
  CHECK(encode_base64("") == "");
  CHECK(encode_base64("f") == "Zg==");
  CHECK(encode_base64("fo") == "Zm8=");
  CHECK(encode_base64("foo") == "Zm9v");
  CHECK(encode_base64("foob") == "Zm9vYg==");
  CHECK(encode_base64("fooba") == "Zm9vYmE=");
  CHECK(encode_base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("every byte comes back from base64") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
  }
}

TEST_CASE("base64 is decoded as RFC 4648 shows") {
  CHECK(decode_base64("") == "");
  CHECK(decode_base64("Zg==") == "f");
  CHECK(decode_base64("Zm8=") == "fo");
  CHECK(decode_base64("Zm9v") == "foo");
  CHECK(decode_base64("Zm9vYg==") == "foob");
  CHECK(decode_base64("Zm9vYmE=") == "fooba");
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK(decode_base64("AP+/") == std::string("\x00\xFF\xBF", 3));
}

TEST_CASE("what is not base64 gives nothing") {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zm-_", "Z=g=", "Zm9v="}) {
    CAPTURE(text);
    CHECK_FALSE(decode_base64(text).has_value());
  }
}

TEST_CASE("trim takes blanks off both ends only") {
  CHECK(trim(" \t\r\n a b \v\f") == "a b");
  CHECK(trim(" \n ").empty());
  CHECK(trim("").empty());
}

TEST_CASE("split gives one part more than there are separators, and none of nothing") {
  using Parts = std::vector<std::string>;
  CHECK(split("a,b", ',') == Parts{"a", "b"});
  CHECK(split(",a,,b,", ',') == Parts{"", "a", "", "b", ""});
  CHECK(split(",", ',') == Parts{"", ""});
  CHECK(split("a", ',') == Parts{"a"});
  CHECK(split("", ',').empty());
  CHECK(join(split(",a,,b,", ','), ",") == ",a,,b,");
  CHECK(join({}, ",").empty());
  CHECK(join({"a"}, ", ") == "a");
  CHECK(join({"a", "b"}, ", ") == "a, b");
}

TEST_CASE("a prefix is found whatever its case") {
  CHECK(starts_with_ignoring_case("FROM debian", "from "));
  CHECK(starts_with_ignoring_case("from", "FROM"));
  CHECK(starts_with_ignoring_case("x", ""));
  CHECK_FALSE(starts_with_ignoring_case("FRO", "from"));
  CHECK_FALSE(starts_with_ignoring_case("[", "{"));
}

TEST_CASE("shortened text keeps to the limit and to whole characters") {
  CHECK(shorten("abcdef", 6) == "abcdef");
  CHECK(shorten("abcdefg", 6) == "abc\u2026");
  CHECK(shorten("\u00e4\u00e4\u00e4\u00e4", 6) == "\u00e4\u2026");
  CHECK(shorten("abcd", 3) == "\u2026");
  CHECK(shorten("abcd", 2) == "ab");
  CHECK(shorten("\u20ac\u20ac", 2).empty());
  CHECK(shorten("abcd", 0).empty());
  const std::string text = "a\u00e4\u20ac\U0001F600 and \U0001F600\U0001F600 more";
  for (std::size_t limit = 0; limit <= text.size(); ++limit) {
    const std::string part = shorten(text, limit);
    CHECK(part.size() <= limit);
    CHECK(to_valid_utf8(part) == part);
  }
}

TEST_CASE("bytes that are no UTF-8 do not make shortening lose everything") {
  CHECK(shorten(std::string(100, '\x80'), 50).size() >= 40);
}

TEST_CASE("the nearest candidate is suggested only where it is near") {
  const std::vector<std::string> keys{
      "max-build-time", "max-image-size", "min-cache-hit-ratio", "mode", "k"};
  CHECK(nearest("max-biuld-time", keys) == "max-build-time");
  CHECK(nearest("max-image-sizes", keys) == "max-image-size");
  CHECK(nearest("mdoe", keys) == "mode");
  CHECK(nearest("mode", keys) == "mode");
  CHECK(nearest("deploy", keys).empty());
  CHECK(nearest("x", keys).empty()); // one letter is near to every other letter
  CHECK(nearest("", keys).empty());
  CHECK(nearest(std::string(100000, 'm'), keys).empty());
  CHECK(nearest("mode", {}).empty());
}

} // namespace tidegate::util
