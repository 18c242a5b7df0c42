// SPDX-License-Identifier: Apache-2.0
#include "util/text.hpp"

#include <algorithm>

namespace tidegate::util {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD"; // U+FFFD
constexpr unsigned char escape = 0x1B;
constexpr unsigned char bell = 0x07;

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

struct CodePoint {
  char32_t value{0};
  std::size_t length{1}; // of the sequence, or of its valid beginning
  bool valid{false};
};

struct LeadByte {
  std::size_t length{0}; // 0: cannot begin a sequence
  unsigned char mask{0};
  unsigned char low{0x80}; // bounds of the second byte: they rule out overlong forms, surrogates
  unsigned char high{0xBF};
};

LeadByte read_lead(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) {
    return {2, 0x1F};
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
    return {3, 0x0F, low, high};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
    return {4, 0x07, low, high};
  }
  return {};
}

CodePoint decode_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  if (first < 0x80) {
    return {first, 1, true};
  }
  const LeadByte lead = read_lead(first);
  if (lead.length == 0) {
    return {};
  }
  auto value = static_cast<char32_t>(first & lead.mask);
  for (std::size_t i = 1; i < lead.length; ++i) {
    const unsigned char next = byte_at(text, at + i);
    const unsigned char low = i == 1 ? lead.low : 0x80;
    const unsigned char high = i == 1 ? lead.high : 0xBF;
    if (next < low || next > high) {
      return {0, i, false};
    }
    value = (value << 6U) | (next & 0x3FU);
  }
  return {value, lead.length, true};
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

// Line separators and the characters that change the direction of writing make a line read
// differently from what it says.
bool disguises(char32_t c) {
  return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t
skip_range(std::string_view text, std::size_t at, unsigned char low, unsigned char high) {
  while (at < text.size() && byte_at(text, at) >= low && byte_at(text, at) <= high) {
    ++at;
  }
  return at;
}

// `at`: after the introducer of a control sequence.
std::size_t after_csi(std::string_view text, std::size_t at) {
  at = skip_range(text, at, 0x30, 0x3F);
  at = skip_range(text, at, 0x20, 0x2F);
  const unsigned char last = byte_at(text, at);
  return last >= 0x40 && last <= 0x7E ? at + 1 : at;
}

// `at`: after the introducer of a control string (title, device control, ...). One that is not
// ended properly stays as text: a terminal would swallow it, but we must not lose the rest of a
// line.
std::size_t after_string(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  CodePoint c;
  while (at < text.size()) {
    c = decode_at(text, at);
    if (c.valid && is_control(c.value)) {
      break;
    }
    at += c.length;
  }
  if (at >= text.size()) {
    return begin;
  }
  if (c.value == bell || c.value == 0x9C) {
    return at + c.length;
  }
  return c.value == escape && byte_at(text, at + 1) == '\\' ? at + 2 : begin;
}

// The end of the escape sequence that begins with the control character `c` before `at`.
std::size_t after_escape(std::string_view text, std::size_t at, char32_t c) {
  constexpr std::u32string_view string_openers = U"\x90\x98\x9D\x9E\x9F"; // DCS SOS OSC PM APC
  if (c == escape) {
    const unsigned char next = byte_at(text, at);
    if (next >= 0x40 && next <= 0x5F) {
      return after_escape(text, at + 1, next + 0x40U); // the 7-bit spelling of a C1 control
    }
    at = skip_range(text, at, 0x20, 0x2F);
    const unsigned char last = byte_at(text, at);
    return last >= 0x30 && last <= 0x7E ? at + 1 : at;
  }
  if (c == 0x9B) {
    return after_csi(text, at);
  }
  return string_openers.find(c) == std::u32string_view::npos ? at : after_string(text, at);
}

std::size_t end_of_plain(std::string_view text, std::size_t at) {
  const auto is_plain = [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\t'; };
  const auto end =
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_plain);
  return static_cast<std::size_t>(end - text.begin());
}

} // namespace

std::string to_valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint c = decode_at(bytes, at);
    text += c.valid ? bytes.substr(at, c.length) : replacement_character;
    at += c.length;
  }
  return text;
}

std::string to_printable(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t plain = end_of_plain(bytes, at);
    text += bytes.substr(at, plain - at);
    at = plain;
    if (at >= bytes.size()) {
      break;
    }
    const CodePoint c = decode_at(bytes, at);
    const std::string_view sequence = bytes.substr(at, c.length);
    at += c.length;
    if (!c.valid) {
      text += replacement_character;
    } else if (is_control(c.value)) {
      at = after_escape(bytes, at, c.value);
    } else if (!disguises(c.value)) {
      text += sequence;
    }
  }
  return text;
}

} // namespace tidegate::util
