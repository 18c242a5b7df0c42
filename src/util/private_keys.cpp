// SPDX-License-Identifier: Apache-2.0
#include "util/private_keys.hpp"

#include "util/text.hpp"

#include <algorithm>

namespace tidegate::util {
namespace {

constexpr std::string_view key_begin = "-----BEGIN ";
constexpr std::string_view key_end = "-----END ";
constexpr std::size_t longest_label = 50;
constexpr std::size_t whole_line = 40; // of base64: of a key, not of a text

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
         || c == '/' || c == '=';
}

// Of `-----BEGIN RSA PRIVATE KEY-----` or the line that ends it; 0 where there is none.
std::size_t key_label_end(std::string_view rest, std::string_view begin) {
  constexpr std::string_view dashes = "-----";
  if (!rest.starts_with(begin)) {
    return 0;
  }
  const std::string_view label = rest.substr(0, longest_label);
  const std::size_t key = label.find("PRIVATE KEY", begin.size());
  const std::size_t end = key == std::string_view::npos ? key : label.find(dashes, key);
  return end == std::string_view::npos ? 0 : end + dashes.size();
}

// Where its last line ends, if nothing stands between but what a key, its headers and the margins
// of a listing are written with; 0 where it is not closed like that.
std::size_t closed_key_end(std::string_view rest, std::size_t at) {
  constexpr std::string_view between = " \t\r\n\\|>#.:,-";
  for (; at < rest.size(); ++at) {
    if (!is_base64(rest[at]) && between.find(rest[at]) == std::string_view::npos) {
      return 0;
    }
    const std::string_view here = rest[at] == '-' ? rest.substr(at) : std::string_view{};
    if (here.starts_with(key_begin)) {
      return 0;
    }
    if (const std::size_t end = key_label_end(here, key_end); end > 0) {
      return at + end;
    }
  }
  return 0;
}

// Line breaks as they are, or as JSON writes them, however often that was done; `breaks` where
// there was one, and not a blank alone.
std::size_t skip_breaks(std::string_view rest, std::size_t at, bool& breaks) {
  constexpr std::string_view blanks = " \t";
  constexpr std::string_view letters = "nrt";
  breaks = false;
  while (at < rest.size()) {
    const std::size_t letter = rest.find_first_not_of('\\', at);
    const bool escape = letter != at && letter != std::string_view::npos
                        && letters.find(rest[letter]) != std::string_view::npos;
    if (!escape && blanks.find(rest[at]) == std::string_view::npos && rest[at] != '\r'
        && rest[at] != '\n') {
      break;
    }
    breaks = breaks || escape || rest[at] == '\n';
    at = escape ? letter + 1 : at + 1;
  }
  return at;
}

// Without the time, the number or the margin in front of it.
std::string_view without_margin(std::string_view line) {
  const std::size_t begin = line.find_first_not_of("0123456789.#|> \t");
  const std::size_t blank = line.substr(0, begin).find_last_of(" \t");
  return trim(blank == std::string_view::npos ? line : line.substr(blank + 1));
}

bool is_key_header(std::string_view line) {
  return line.starts_with("Proc-Type: ") || line.starts_with("DEK-Info: ");
}

} // namespace

std::size_t private_key_end(std::string_view rest) {
  std::size_t end = key_label_end(rest, key_begin);
  if (end == 0) {
    return 0;
  }
  if (const std::size_t closed = closed_key_end(rest, end); closed > 0) {
    return closed;
  }
  for (bool breaks = false;;) {
    const std::size_t word = skip_breaks(rest, end, breaks);
    const auto stop = std::ranges::find_if_not(rest.substr(word), is_base64);
    const auto size =
        static_cast<std::size_t>(stop - (rest.begin() + static_cast<std::ptrdiff_t>(word)));
    if (!breaks || size == 0) {
      return end;
    }
    end = word + size;
    if (size < whole_line) {
      return end;
    }
  }
}

bool KeyLines::take(std::string_view line) {
  constexpr std::size_t most_lines = 200; // of a key of 64 kbit: then it is none
  line = without_margin(line);
  if (const std::size_t begin = line.rfind(key_begin); begin != std::string_view::npos) {
    const bool stands_last = key_label_end(line.substr(begin), key_begin) == line.size() - begin;
    left_ = stands_last ? most_lines : 0;
    part_ = Part::headers;
    return false;
  }
  if (left_ == 0) {
    return false;
  }
  --left_;
  if (key_label_end(line, key_end) > 0) {
    left_ = 0;
    return true;
  }
  if (part_ == Part::headers && (line.empty() || is_key_header(line))) {
    return !line.empty();
  }
  const bool taken = part_ != Part::last && !line.empty() && std::ranges::all_of(line, is_base64);
  part_ = line.size() < whole_line ? Part::last : Part::lines;
  left_ = taken ? left_ : 0;
  return taken;
}

} // namespace tidegate::util
