// SPDX-License-Identifier: Apache-2.0
#include "util/json_escapes.hpp"

#include <charconv>
#include <cstddef>

namespace tidegate::util {
namespace {

void append_utf8(std::string& text, unsigned c) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
  };
  if (c < 0x80) {
    text += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    text += static_cast<char>(0xC0U | (c >> 6U));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
  } else {
    text += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
  }
  tail(0);
}

char plain_escape(char c) {
  switch (c) {
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  default:
    return c;
  }
}

unsigned hex_value(std::string_view four) {
  unsigned value = 0;
  std::from_chars(four.begin(), four.end(), value, 16);
  return value;
}

} // namespace

void unescape_json(std::string_view raw, std::string& text) {
  text.clear();
  while (true) {
    const std::size_t at = raw.find('\\');
    text += raw.substr(0, at);
    if (at == std::string_view::npos) {
      return;
    }
    const char kind = raw[at + 1];
    raw.remove_prefix(at + 2);
    if (kind != 'u') {
      text += plain_escape(kind);
      continue;
    }
    unsigned c = hex_value(raw.substr(0, 4));
    raw.remove_prefix(4);
    if (c >= 0xD800 && c < 0xDC00) {
      c = 0x10000U + ((c - 0xD800U) << 10U) + (hex_value(raw.substr(2, 4)) - 0xDC00U);
      raw.remove_prefix(6);
    }
    append_utf8(text, c);
  }
}

} // namespace tidegate::util
