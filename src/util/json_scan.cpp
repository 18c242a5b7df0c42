// SPDX-License-Identifier: Apache-2.0
#include "util/json_scan.hpp"

#include "util/json_bounds.hpp"
#include "util/json_escapes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace tidegate::util {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Nothing inside a string but plain ASCII, which needs no second look.
bool is_plain(char c) {
  return static_cast<signed char>(c) >= ' ' && c != '"' && c != '\\';
}

// Sixteen characters in one look; every processor of 64 bits has registers of that size.
class Sixteen {
public:
  static constexpr std::ptrdiff_t size = 16;

  // How many of them, from the first on, are plain.
  static std::ptrdiff_t plain_at(const char* text) {
    Bytes bytes;
    std::memcpy(&bytes, text, sizeof(bytes));
    // a byte beyond ASCII is negative
    const auto special = reinterpret_cast<Halves>((bytes < ' ') | (bytes == '"') | (bytes == '\\'));
    if (special[0] != 0) {
      return std::countr_zero(special[0]) / 8;
    }
    return special[1] != 0 ? 8 + std::countr_zero(special[1]) / 8 : size;
  }

private:
  using Bytes = signed char __attribute__((vector_size(16)));
  using Halves = std::uint64_t __attribute__((vector_size(16)));

  static_assert(std::endian::native == std::endian::little);
};

const char* after_plain(const char* at, const char* end) {
  while (end - at >= Sixteen::size) {
    const auto plain = Sixteen::plain_at(at);
    at += plain;
    if (plain < Sixteen::size) {
      return at;
    }
  }
  while (at != end && is_plain(*at)) {
    ++at;
  }
  return at;
}

// Past the largest double there is no number; what has few digits and no exponent cannot be.
bool is_finite(std::string_view number) {
  constexpr std::size_t surely_finite = 300;
  if (number.size() < surely_finite && number.find_first_of("eE") == std::string_view::npos) {
    return true;
  }
  return std::isfinite(std::strtod(std::string(number).c_str(), nullptr));
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

// Of the sequence that the text begins with; 0 where it is none.
std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const auto form = std::ranges::find_if(utf8_forms, [lead](const Utf8Form& f) {
    return lead >= f.first_lead && lead <= f.last_lead;
  });
  if (form == utf8_forms.end() || text.size() < form->length) {
    return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool tails = std::ranges::all_of(text.substr(2, form->length - 2), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  });
  return second >= form->least_second && second <= form->most_second && tails ? form->length : 0;
}

} // namespace

JsonScan::JsonScan(std::string_view text)
    : at_(text.data()),
      end_(text.data() + text.size()) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    at_ += byte_order_mark.size();
  }
}

bool JsonScan::at_number() {
  const char c = peek();
  return c == '-' || is_digit(c);
}

bool JsonScan::finished() {
  blanks();
  return !failed_ && depth_ == 0 && at_ == end_;
}

void JsonScan::open(char bracket) {
  if (peek() != bracket) {
    fail();
    return;
  }
  ++at_;
  first_ = true;
  if (++depth_ > deepest_json) {
    too_deep_ = true;
    fail();
  }
}

void JsonScan::open_object() {
  open('{');
}

void JsonScan::open_array() {
  open('[');
}

bool JsonScan::next(char closing) {
  const char c = peek();
  if (c == closing) {
    ++at_;
    --depth_;
    first_ = false;
    return false;
  }
  if (!first_) {
    if (c != ',') {
      fail();
      return false;
    }
    ++at_;
  }
  first_ = false;
  return !failed_;
}

bool JsonScan::next_item() {
  return next(']');
}

bool JsonScan::next_key(std::string_view& key) {
  bool escaped = false;
  if (!next_raw_key(key, escaped)) {
    return false;
  }
  if (escaped) {
    unescape_json(key, key_);
    key = key_;
  }
  return true;
}

bool JsonScan::next_raw_key(std::string_view& key, bool& escaped) {
  escaped = false;
  if (!next('}')) {
    return false;
  }
  key = string_token(escaped);
  if (peek() != ':') {
    fail();
    return false;
  }
  ++at_;
  return true;
}

std::string_view JsonScan::read_string(std::string& scratch) {
  bool escaped = false;
  const std::string_view raw = string_token(escaped);
  if (!escaped || failed_) {
    return failed_ ? std::string_view() : raw;
  }
  unescape_json(raw, scratch);
  return scratch;
}

bool JsonScan::read_bool() {
  const bool is_true = peek() == 't';
  skip();
  return is_true && !failed_;
}

std::optional<std::uint64_t> JsonScan::read_count() {
  constexpr double beyond = 18446744073709551616.0; // 2^64
  if (!at_number()) {
    skip();
    return std::nullopt;
  }
  const std::string_view text = number_text();
  std::uint64_t whole = 0;
  const auto [stop, error] = std::from_chars(text.begin(), text.end(), whole);
  if (error == std::errc{} && stop == text.end()) {
    return whole;
  }
  const double real = failed_ ? -1 : std::strtod(std::string(text).c_str(), nullptr);
  const bool usable = !text.starts_with('-') && real >= 0 && real < beyond;
  return usable ? std::optional(static_cast<std::uint64_t>(real)) : std::nullopt;
}

std::size_t JsonScan::digits() {
  const char* const begin = at_;
  while (at_ != end_ && is_digit(*at_)) {
    ++at_;
  }
  return static_cast<std::size_t>(at_ - begin);
}

std::string_view JsonScan::number_text() {
  const char* const begin = at_;
  const auto take = [this](std::string_view one_of) {
    const bool there = at_ != end_ && one_of.find(*at_) != std::string_view::npos;
    at_ += there ? 1 : 0;
    return there;
  };
  take("-");
  bool good = take("0") || digits() > 0;
  if (take(".")) {
    good = digits() > 0 && good;
  }
  if (take("eE")) {
    take("+-");
    good = digits() > 0 && good;
  }
  const std::string_view text(begin, static_cast<std::size_t>(at_ - begin));
  failed_ = failed_ || !good || !is_finite(text);
  return text;
}

bool JsonScan::literal(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size()
      || std::string_view(at_, word.size()) != word) {
    fail();
    return false;
  }
  at_ += word.size();
  return true;
}

std::string_view JsonScan::skip() {
  blanks();
  const char* const begin = at_;
  if (at_object() || at_array()) {
    skip_nested();
  } else {
    skip_scalar();
  }
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

void JsonScan::skip_scalar() {
  bool escaped = false;
  switch (peek()) {
  case '"':
    string_token(escaped);
    return;
  case 't':
    literal("true");
    return;
  case 'f':
    literal("false");
    return;
  case 'n':
    literal("null");
    return;
  default:
    break;
  }
  if (at_number()) {
    number_text();
  } else {
    fail();
  }
}

void JsonScan::skip_nested() {
  std::bitset<deepest_json + 1> is_object;
  std::size_t level = 0;
  std::string_view key;
  bool escaped = false;
  do {
    if (at_object() || at_array()) {
      is_object[++level] = at_object();
      is_object[level] ? open_object() : open_array();
    } else {
      skip_scalar();
    }
    while (!failed_ && level > 0
           && !(is_object[level] ? next_raw_key(key, escaped) : next_item())) {
      --level;
    }
  } while (!failed_ && level > 0);
}

// What is between the quotes.
std::string_view JsonScan::string_token(bool& escaped) {
  if (peek() != '"') {
    fail();
    return {};
  }
  const char* const begin = ++at_;
  while (!failed_) {
    at_ = after_plain(at_, end_);
    if (at_ == end_) {
      fail();
    } else if (*at_ == '"') {
      return {begin, static_cast<std::size_t>(at_++ - begin)};
    } else if (*at_ == '\\') {
      escaped = true;
      failed_ = !escape_sequence();
    } else {
      failed_ = !utf8_sequence();
    }
  }
  return {};
}

bool JsonScan::escape_sequence() {
  constexpr std::string_view single = "\"\\/bfnrt";
  ++at_;
  if (at_ == end_) {
    return false;
  }
  const char kind = *at_++;
  if (kind != 'u') {
    return single.find(kind) != std::string_view::npos;
  }
  const auto unit = hex4();
  const bool high = unit && *unit >= 0xD800 && *unit < 0xDC00;
  const bool low = unit && *unit >= 0xDC00 && *unit < 0xE000;
  if (!unit || !high) {
    return unit && !low;
  }
  if (!literal("\\u")) {
    return false;
  }
  const auto second = hex4();
  return second && *second >= 0xDC00 && *second < 0xE000;
}

std::optional<unsigned> JsonScan::hex4() {
  unsigned value = 0;
  if (end_ - at_ < 4) {
    return std::nullopt;
  }
  const auto [stop, error] = std::from_chars(at_, at_ + 4, value, 16);
  if (error != std::errc{} || stop != at_ + 4) {
    return std::nullopt;
  }
  at_ += 4;
  return value;
}

// Takes one sequence beyond ASCII; false for control characters and what is no UTF-8.
bool JsonScan::utf8_sequence() {
  const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  const std::size_t length = utf8_length(rest);
  at_ += length;
  return length > 0;
}

} // namespace tidegate::util
