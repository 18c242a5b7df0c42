// SPDX-License-Identifier: Apache-2.0
#include "util/json_tokens.hpp"

#include "util/json_bounds.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

namespace tidegate::util::json {
namespace {

// Sixteen characters in one look; every processor of 64 bits has registers of that size.
constexpr std::ptrdiff_t block_size = 16;

// How many of the sixteen, from the first on, are plain: ASCII that needs no second look in a
// string.
std::ptrdiff_t plain_in_block(const char* text) {
  using Bytes = signed char __attribute__((vector_size(block_size)));
  using Halves = std::uint64_t __attribute__((vector_size(block_size)));
  static_assert(std::endian::native == std::endian::little);
  Bytes bytes;
  std::memcpy(&bytes, text, sizeof(bytes));
  // a byte beyond ASCII is negative
  const auto special = reinterpret_cast<Halves>((bytes < ' ') | (bytes == '"') | (bytes == '\\'));
  if (special[0] != 0) {
    return std::countr_zero(special[0]) / 8;
  }
  return special[1] != 0 ? 8 + std::countr_zero(special[1]) / 8 : block_size;
}

const char* plain_end(const char* at, const char* end) {
  while (end - at >= block_size) {
    const auto plain = plain_in_block(at);
    at += plain;
    if (plain < block_size) {
      return at;
    }
  }
  while (at != end && static_cast<signed char>(*at) >= ' ' && *at != '"' && *at != '\\') {
    ++at;
  }
  return at;
}

const char* literal_end(const char* at, const char* end, std::string_view word) {
  const bool there = std::string_view(at, end).starts_with(word);
  return there ? at + word.size() : nullptr;
}

// What may follow a first byte: the second byte rules out overlong forms, surrogates, and what is
// beyond Unicode (RFC 3629, section 4).
struct Utf8Form {
  unsigned char first_lead;
  unsigned char last_lead;
  unsigned char least_second;
  unsigned char most_second;
  std::size_t length;
};

constexpr std::array<Utf8Form, 8> utf8_forms{{
    {0xC2, 0xDF, 0x80, 0xBF, 2},
    {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4},
    {0xF4, 0xF4, 0x80, 0x8F, 4},
}};

// Of one sequence beyond ASCII; null for control characters and what is no UTF-8.
const char* utf8_end(const char* at, const char* end) {
  const std::string_view text(at, end);
  const auto lead = static_cast<unsigned char>(text.front());
  const auto form = std::ranges::find_if(utf8_forms, [lead](const Utf8Form& f) {
    return lead >= f.first_lead && lead <= f.last_lead;
  });
  if (form == utf8_forms.end() || text.size() < form->length) {
    return nullptr;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool tails = std::ranges::all_of(text.substr(2, form->length - 2), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  });
  const bool good = second >= form->least_second && second <= form->most_second && tails;
  return good ? at + form->length : nullptr;
}

// Of four hexadecimal digits.
const char* unit_end(const char* at, const char* end, unsigned& unit) {
  if (end - at < 4) {
    return nullptr;
  }
  const auto [stop, error] = std::from_chars(at, at + 4, unit, 16);
  return error == std::errc{} && stop == at + 4 ? stop : nullptr;
}

// `at` is behind "\u"; a high surrogate needs its low one.
const char* unicode_escape_end(const char* at, const char* end) {
  const auto is_high = [](unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_low = [](unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; };
  unsigned unit = 0;
  at = unit_end(at, end, unit);
  if (at == nullptr || !is_high(unit)) {
    return is_low(unit) ? nullptr : at;
  }
  at = literal_end(at, end, "\\u");
  at = at == nullptr ? nullptr : unit_end(at, end, unit);
  return is_low(unit) ? at : nullptr;
}

const char* escape_end(const char* at, const char* end) {
  constexpr std::string_view single = "\"\\/bfnrt";
  if (end - at < 2) {
    return nullptr;
  }
  const char kind = at[1];
  if (kind == 'u') {
    return unicode_escape_end(at + 2, end);
  }
  return single.find(kind) != std::string_view::npos ? at + 2 : nullptr;
}

// The rest of a string from the first character on that is not plain.
const char* rest_of_string(const char* at, const char* end, bool& escaped) {
  while (at != nullptr && at != end && *at != '"') {
    if (*at == '\\') {
      escaped = true;
      at = escape_end(at, end);
    } else {
      at = utf8_end(at, end);
    }
    at = at == nullptr ? nullptr : plain_end(at, end);
  }
  return at == nullptr || at == end ? nullptr : at + 1;
}

inline const char* quick_string_end(const char* at, const char* end, bool& escaped) {
  at = plain_end(at + 1, end);
  return at != end && *at == '"' ? at + 1 : rest_of_string(at, end, escaped);
}

inline const char* digits_end(const char* at, const char* end) {
  const char* const begin = at;
  while (at != end && is_digit(*at)) {
    ++at;
  }
  return at == begin ? nullptr : at;
}

// Past the largest double there is no number.
bool is_finite(const char* at, const char* end) {
  return std::isfinite(std::strtod(std::string(at, end).c_str(), nullptr));
}

// `at` is the "e".
const char* exponent_end(const char* begin, const char* at, const char* end) {
  ++at;
  if (at != end && (*at == '+' || *at == '-')) {
    ++at;
  }
  at = digits_end(at, end);
  return at != nullptr && is_finite(begin, at) ? at : nullptr;
}

inline const char* quick_number_end(const char* at, const char* end) {
  const char* const begin = at;
  at += *at == '-' ? 1 : 0;
  at = at != end && *at == '0' ? at + 1 : digits_end(at, end);
  if (at != nullptr && at != end && *at == '.') {
    at = digits_end(at + 1, end);
  }
  if (at != nullptr && at != end && (*at == 'e' || *at == 'E')) {
    return exponent_end(begin, at, end);
  }
  constexpr std::ptrdiff_t surely_finite = 300;
  const bool good = at != nullptr && (at - begin < surely_finite || is_finite(begin, at));
  return good ? at : nullptr;
}

inline const char* scalar_end(const char* at, const char* end) {
  bool escaped = false;
  switch (*at) {
  case '"':
    return quick_string_end(at, end, escaped);
  case 't':
    return literal_end(at, end, "true");
  case 'f':
    return literal_end(at, end, "false");
  case 'n':
    return literal_end(at, end, "null");
  default:
    return *at == '-' || is_digit(*at) ? quick_number_end(at, end) : nullptr;
  }
}

inline const char*
quick_key_end(const char* at, const char* end, std::string_view& key, bool& escaped) {
  if (at == end || *at != '"') {
    return nullptr;
  }
  const char* const begin = at + 1;
  at = quick_string_end(at, end, escaped);
  if (at == nullptr) {
    return nullptr;
  }
  key = {begin, at - 1};
  at = blanks_end(at, end);
  return at != end && *at == ':' ? blanks_end(at + 1, end) : nullptr;
}

// The containers around a place: which of them are objects, the innermost one lowest.
struct Containers {
  std::uint64_t objects{0};
  int count{0};

  static_assert(deepest_json <= 64);

  void open(bool object) {
    objects = objects << 1U | (object ? 1U : 0U);
    ++count;
  }

  void close() {
    objects >>= 1U;
    --count;
  }

  [[nodiscard]] bool in_object() const { return (objects & 1U) != 0; }

  [[nodiscard]] char closing() const { return in_object() ? '}' : ']'; }
};

// Where the next value begins, in an object behind its key.
inline const char* entry_begin(const char* at, const char* end, bool in_object) {
  std::string_view key;
  bool escaped = false;
  at = blanks_end(at, end);
  return in_object ? quick_key_end(at, end, key, escaped) : at;
}

// Behind all brackets that close here, and where there is more, behind the comma at the next value.
inline const char* next_value(const char* at, const char* end, Containers& around) {
  while (around.count > 0) {
    at = blanks_end(at, end);
    if (at == end) {
      return nullptr;
    }
    if (*at == ',') {
      return entry_begin(at + 1, end, around.in_object());
    }
    if (*at++ != around.closing()) {
      return nullptr;
    }
    around.close();
  }
  return at;
}

// Behind the bracket that opens here: the first value, or where there is none, the next one.
inline const char* inside(const char* at, const char* end, Containers& around) {
  around.open(*at == '{');
  at = blanks_end(at + 1, end);
  const bool empty = at != end && *at == around.closing();
  return empty ? next_value(at, end, around) : entry_begin(at, end, around.in_object());
}

inline const char* behind_scalar(const char* at, const char* end, Containers& around) {
  at = scalar_end(at, end);
  return at == nullptr ? nullptr : next_value(at, end, around);
}

} // namespace

const char* string_end(const char* at, const char* end, bool& escaped) {
  return quick_string_end(at, end, escaped);
}

const char* number_end(const char* at, const char* end) {
  return quick_number_end(at, end);
}

const char* key_end(const char* at, const char* end, std::string_view& key, bool& escaped) {
  return quick_key_end(at, end, key, escaped);
}

const char* value_end(const char* at, const char* end, int levels, bool& too_deep) {
  Containers around;
  do {
    const bool opens = at != end && (*at == '{' || *at == '[');
    const bool deeper = opens && around.count == levels;
    if (at == end || deeper) {
      too_deep = too_deep || deeper;
      return nullptr;
    }
    at = opens ? inside(at, end, around) : behind_scalar(at, end, around);
  } while (at != nullptr && around.count > 0);
  return at;
}

} // namespace tidegate::util::json
