// SPDX-License-Identifier: Apache-2.0
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace tidegate::util {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t no_digit = 64;

// 0 to 63, or no_digit, of each byte: a table, since logs come as base64 by the hundred megabytes.
constexpr std::array<std::uint8_t, 256> base64_digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < base64_alphabet.size(); ++i) {
    table[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

std::uint32_t base64_digit(char c) {
  return base64_digits[static_cast<unsigned char>(c)];
}

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The rows of the table of edit distances that the next row is made of.
struct DistanceRows {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last;
};

std::vector<std::size_t>
next_row(const DistanceRows& rows, std::string_view a, std::size_t i, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1, i);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    const std::size_t replaced = rows.last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
    row[j] = std::min({rows.last[j] + 1, row[j - 1] + 1, replaced});
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
      row[j] = std::min(row[j], rows.before_last[j - 2] + 1);
    }
  }
  return row;
}

// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  DistanceRows rows{{}, std::vector<std::size_t>(b.size() + 1)};
  std::iota(rows.last.begin(), rows.last.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row = next_row(rows, a, i, b);
    rows = {std::move(rows.last), std::move(row)};
  }
  return rows.last[b.size()];
}

} // namespace

std::string encode_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::array<unsigned, 3> group{};
    for (std::size_t k = 0; k < 3 && i + k < bytes.size(); ++k) {
      group[k] = static_cast<unsigned char>(bytes[i + k]);
    }
    const unsigned bits = group[0] << 16U | group[1] << 8U | group[2];
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= bytes.size() - i ? base64_alphabet[bits >> (18U - 6U * k) & 63U] : '=';
    }
  }
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string bytes;
  return decode_base64(text, bytes) ? std::optional(std::move(bytes)) : std::nullopt;
}

bool decode_base64(std::string_view text, std::string& bytes) {
  if (text.size() % 4 != 0) {
    return false;
  }
  const std::size_t room = text.size() / 4 * 3;
  std::size_t padding = text.ends_with('=') ? 1U : 0U;
  padding += text.ends_with("==") ? 1U : 0U;
  text.remove_suffix(padding);
  bytes.resize(room);
  char* to = bytes.data();
  std::uint32_t wrong = 0; // looked at in the end: no branch on the way
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::uint32_t bits = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
      const std::uint32_t digit = i < text.size() ? base64_digit(text[i]) : 0U;
      wrong |= digit;
      bits = bits << 6U | digit;
    }
    *to++ = static_cast<char>(bits >> 16U & 0xFFU);
    *to++ = static_cast<char>(bits >> 8U & 0xFFU);
    *to++ = static_cast<char>(bits & 0xFFU);
  }
  bytes.resize(room - padding);
  return (wrong & no_digit) == 0;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
    if (text.empty()) {
      parts.emplace_back();
    }
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != parts.data()) {
      text += separator;
    }
    text += part;
  }
  return text;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  const auto same = [](char a, char b) { return to_lower(a) == to_lower(b); };
  return text.size() >= prefix.size()
         && std::equal(prefix.begin(), prefix.end(), text.begin(), same);
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) {
    return std::string(text);
  }
  const std::string_view mark = limit >= ellipsis.size() ? ellipsis : std::string_view{};
  std::size_t end = limit - mark.size();
  for (int back = 0; back < 3 && end > 0 && continues_character(text[end]); ++back) {
    --end;
  }
  return std::string(text.substr(0, end)).append(mark);
}

std::string shorten_apart(std::string_view text, std::size_t limit) {
  constexpr std::size_t digits = 16;
  return text.size() <= limit
             ? std::string(text)
             : fmt::format(
                   "{} {:0{}x}", shorten(text, limit - digits - 1), stable_hash(text), digits);
}

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t allowed = std::clamp<std::size_t>(word.size() / 3, 1, 3);
  std::string best;
  std::size_t best_distance = std::min(allowed, word.empty() ? 0 : word.size() - 1) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    const std::size_t shorter = std::min(word.size(), candidate.size());
    if (longer - shorter >= best_distance) {
      continue;
    }
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

} // namespace tidegate::util
