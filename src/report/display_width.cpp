// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tidegate::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// From EastAsianWidth.txt and the general categories Mn, Me, Cf of Unicode, coarsely: what really
// turns up in build logs.
constexpr std::array zero_width{Range{0x0300, 0x036F},
                                Range{0x0483, 0x0489},
                                Range{0x0591, 0x05BD},
                                Range{0x0610, 0x061A},
                                Range{0x064B, 0x065F},
                                Range{0x0E34, 0x0E3A},
                                Range{0x0E47, 0x0E4E},
                                Range{0x1AB0, 0x1AFF},
                                Range{0x1DC0, 0x1DFF},
                                Range{0x200B, 0x200F},
                                Range{0x2060, 0x2064},
                                Range{0x20D0, 0x20FF},
                                Range{0x302A, 0x302D},
                                Range{0xFE00, 0xFE0F},
                                Range{0xFE20, 0xFE2F},
                                Range{0xFEFF, 0xFEFF},
                                Range{0x1F3FB, 0x1F3FF},
                                Range{0xE0000, 0xE01EF}};
constexpr std::array double_width{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},
    Range{0x26A1, 0x26A1},   Range{0x2705, 0x2705},   Range{0x2728, 0x2728},
    Range{0x274C, 0x274C},   Range{0x2753, 0x2757},   Range{0x2B50, 0x2B50},
    Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

bool in(std::span<const Range> ranges, char32_t c) {
  const auto after = std::ranges::upper_bound(ranges, c, std::ranges::less{}, &Range::first);
  return after != ranges.begin() && c <= std::prev(after)->last;
}

int width_of(char32_t c) {
  if (c < 0x300) {
    return 1;
  }
  if (in(zero_width, c)) {
    return 0;
  }
  return in(double_width, c) ? 2 : 1;
}

// Takes one character off the front.
char32_t next(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  std::size_t length = 1;
  char32_t value = lead;
  if (lead >= 0xC0) {
    length = lead < 0xE0 ? 2 : 3;
    length += lead < 0xF0 ? 0 : 1;
    value = lead & (0xFFU >> (length + 1));
  }
  length = std::min(length, text.size());
  for (std::size_t i = 1; i < length; ++i) {
    value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return value;
}

} // namespace

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    width += width_of(next(text));
  }
  return width;
}

std::string_view fit(std::string_view text, int columns) {
  std::string_view rest = text;
  while (!rest.empty()) {
    std::string_view after = rest;
    columns -= width_of(next(after));
    if (columns < 0) {
      break;
    }
    rest = after;
  }
  return text.substr(0, text.size() - rest.size());
}

std::string pad(std::string_view text, int columns) {
  const int missing = std::max(columns - display_width(text), 0);
  return std::string(text).append(static_cast<std::size_t>(missing), ' ');
}

} // namespace tidegate::report
