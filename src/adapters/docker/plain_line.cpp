// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/plain_line.hpp"

#include "adapters/docker/log_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace tidegate::docker {
namespace {

using Kind = PlainLine::Kind;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_digest(std::string_view text) {
  constexpr std::string_view algorithm = "sha256:";
  constexpr std::size_t hex_digits = 64;
  return text.starts_with(algorithm) && text.size() == algorithm.size() + hex_digits
         && std::ranges::all_of(text.substr(algorithm.size()), is_hex);
}

// "0.123 text", "12.34 text", "123.4 text": BuildKit always prints a fraction.
bool read_log(PlainLine& line) {
  std::string_view rest = line.whole;
  if (rest.empty() || !is_digit(rest.front())) {
    return false;
  }
  const std::size_t end = std::min(rest.find(' '), rest.size());
  std::string_view number = rest.substr(0, end);
  const bool fraction = number.find('.') != std::string_view::npos;
  const auto value = take_decimal(number);
  if (!value || !fraction || !number.empty()) {
    return false;
  }
  line.kind = Kind::log;
  line.seconds = Seconds(*value);
  line.text = rest.substr(std::min(end + 1, rest.size()));
  return true;
}

bool read_done(PlainLine& line) {
  constexpr std::string_view mark = "DONE";
  if (!line.whole.starts_with(mark)) {
    return false;
  }
  std::string_view rest = line.whole.substr(mark.size());
  const auto seconds = take_seconds_at_end(rest);
  if (!rest.empty()) {
    return false;
  }
  line.kind = Kind::done;
  line.seconds = seconds;
  line.text = {};
  return true;
}

bool read_marked(PlainLine& line, std::string_view mark, Kind kind) {
  if (!line.whole.starts_with(mark)) {
    return false;
  }
  line.kind = kind;
  line.text = line.whole.substr(mark.size());
  return true;
}

bool read_mark(PlainLine& line) {
  struct Word {
    std::string_view text;
    Kind kind;
  };

  constexpr std::array<Word, 4> words{{{"CACHED", Kind::cached},
                                       {"CANCELED", Kind::canceled},
                                       {"...", Kind::suspended},
                                       {"ERROR", Kind::error}}};
  const auto word = std::ranges::find(words, line.whole, &Word::text);
  if (word != words.end()) {
    line.kind = word->kind;
    line.text = {};
    return true;
  }
  return read_marked(line, "ERROR: ", Kind::error) || read_marked(line, "WARN: ", Kind::warning);
}

// NAME[ CURRENT[ / TOTAL]][ SECONDS][ done]
void read_status(PlainLine& line) {
  constexpr std::string_view done = " done";
  std::string_view rest = line.whole;
  const bool finished = rest.ends_with(done);
  if (finished) {
    rest.remove_suffix(done.size());
  }
  line.seconds = take_seconds_at_end(rest);
  const auto last = take_size_at_end(rest);
  if (last && rest.ends_with(" /")) {
    rest.remove_suffix(2);
    line.total = last;
    line.current = take_size_at_end(rest);
  } else {
    line.current = last;
  }
  if (finished || line.seconds || last || rest.starts_with("sha256:")) {
    line.kind = Kind::status;
    line.text = rest;
  }
}

} // namespace

std::optional<PlainLine> parse_plain_line(std::string_view text) {
  constexpr int most = 1'000'000;
  PlainLine line;
  if (text.size() < 2 || text.front() != '#' || !is_digit(text[1])) {
    return std::nullopt;
  }
  const auto [stop, error] = std::from_chars(text.begin() + 1, text.end(), line.number);
  const bool blank = stop != text.end() && *stop == ' ';
  if (error != std::errc{} || line.number > most || !blank) {
    return std::nullopt;
  }
  line.whole = text.substr(static_cast<std::size_t>(stop - text.begin()) + 1);
  line.text = line.whole;
  if (is_digest(line.whole)) {
    line.kind = Kind::digest;
  } else if (!read_log(line) && !read_mark(line) && !read_done(line)) {
    read_status(line);
  }
  return line;
}

bool is_status_name(std::string_view text) {
  constexpr std::array<std::string_view, 22> prefixes{"transferring ",
                                                      "extracting ",
                                                      "sha256:",
                                                      "exporting layers",
                                                      "exporting manifest",
                                                      "exporting config",
                                                      "exporting attestation",
                                                      "writing image",
                                                      "writing layer",
                                                      "writing config",
                                                      "writing cache",
                                                      "writing manifest",
                                                      "naming to",
                                                      "unpacking to",
                                                      "pushing layer",
                                                      "pushing manifest",
                                                      "sending tarball",
                                                      "preparing build cache",
                                                      "inferred cache manifest",
                                                      "copying files",
                                                      "loading layer",
                                                      "reading from stdin"};
  return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

} // namespace tidegate::docker
