// SPDX-License-Identifier: Apache-2.0
#include "util/lines.hpp"

#include <doctest/doctest.h>
#include <vector>

namespace tidegate::util {
namespace {

// What came out, a cut line marked by '~' at its end.
struct Collected {
  std::vector<std::string> lines;
  LineSplitter::Sink sink = [this](const LineSplitter::Line& line) {
    lines.push_back(std::string(line.text) + (line.cut ? "~" : ""));
  };
};

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("each line of a text comes without its newline, and the last one needs none") {
  const auto lines_of = [](std::string_view text) {
    Lines lines;
    each_line(text, [&](std::string_view line) { lines.emplace_back(line); });
    return lines;
  };
  CHECK(lines_of("").empty());
  CHECK(lines_of("\n") == Lines{""});
  CHECK(lines_of("one\n\ntwo\r\n") == Lines{"one", "", "two\r"});
  CHECK(lines_of("one\ntwo") == Lines{"one", "two"});
}

TEST_CASE("lines come out the same however the stream is chunked") {
  const std::string stream = "one\n\ntwo three\r\nfour\nfive\n\n";
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    LineSplitter splitter(100);
    Collected got;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      splitter.feed(std::string_view(stream).substr(at, step), got.sink);
    }
    splitter.finish(got.sink);
    CHECK(got.lines == Lines{"one", "", "two three\r", "four", "five", ""});
  }
}

TEST_CASE("a last line without newline comes with finish, once") {
  LineSplitter splitter(100);
  Collected got;
  splitter.feed("a\nb", got.sink);
  CHECK(got.lines == Lines{"a"});
  splitter.finish(got.sink);
  splitter.finish(got.sink);
  CHECK(got.lines == Lines{"a", "b"});
}

TEST_CASE("a line longer than the limit is cut, and the next line is whole") {
  const std::string stream = "0123456789\n012345\nabcdefghijklmnop\nx\n0123456";
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    LineSplitter splitter(6);
    Collected got;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      splitter.feed(std::string_view(stream).substr(at, step), got.sink);
    }
    splitter.finish(got.sink);
    CHECK(got.lines == Lines{"012345~", "012345", "abcdef~", "x", "012345~"});
  }
}

TEST_CASE("a line within one chunk is handed over without a copy") {
  const std::string chunk = "one\ntwo\n";
  LineSplitter splitter(100);
  std::vector<const char*> begins;
  splitter.feed(chunk,
                [&begins](const LineSplitter::Line& line) { begins.push_back(line.text.data()); });
  CHECK(begins == std::vector<const char*>{chunk.data(), chunk.data() + 4});
}

TEST_CASE("bytes of value zero are bytes like others") {
  LineSplitter splitter(100);
  Collected got;
  splitter.feed(std::string_view("a\0b\n", 4), got.sink);
  CHECK(got.lines == Lines{std::string("a\0b", 3)});
}

} // namespace tidegate::util
