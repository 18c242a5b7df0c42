// SPDX-License-Identifier: Apache-2.0
#include "codec/json_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ranges>

namespace tidegate::codec {
namespace {

constexpr int deepest = 64; // as parse_object

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Nothing inside a string but plain ASCII, which needs no second look.
bool is_plain(char c) {
  return static_cast<signed char>(c) >= ' ' && c != '"' && c != '\\';
}

unsigned byte(char c) {
  return static_cast<unsigned char>(c);
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

// The first byte from `first` to `last`, the second one from `low` to `high`: the shortest form, no
// surrogate, up to U+10FFFF.
struct WideForm {
  unsigned first;
  unsigned last;
  std::ptrdiff_t size;
  unsigned low;
  unsigned high;
};

constexpr std::array<WideForm, 8> wide_forms{{{0xC2, 0xDF, 2, 0x80, 0xBF},
                                              {0xE0, 0xE0, 3, 0xA0, 0xBF},
                                              {0xE1, 0xEC, 3, 0x80, 0xBF},
                                              {0xED, 0xED, 3, 0x80, 0x9F},
                                              {0xEE, 0xEF, 3, 0x80, 0xBF},
                                              {0xF0, 0xF0, 4, 0x90, 0xBF},
                                              {0xF1, 0xF3, 4, 0x80, 0xBF},
                                              {0xF4, 0xF4, 4, 0x80, 0x8F}}};

// Each step moves over what it names and gives false where it is not there.
class Walk {
public:
  explicit Walk(std::string_view text)
      : at_(text.data()),
        end_(text.data() + text.size()) {}

  bool members(std::vector<JsonMember>& found) {
    return object(
        [&found](std::string_view key, std::string_view value) { found.push_back({key, value}); });
  }

  bool object() {
    return object([](std::string_view, std::string_view) {});
  }

  [[nodiscard]] bool finished() {
    skip_blanks();
    return at_ == end_;
  }

  void skip_blanks() {
    if (at_ != end_ && *at_ > ' ') { // nearly always
      return;
    }
    while (at_ != end_ && is_blank(*at_)) {
      ++at_;
    }
  }

private:
  bool take(char wanted) {
    if (at_ == end_ || *at_ != wanted) {
      return false;
    }
    ++at_;
    return true;
  }

  // The separator that stands here, with the blanks around it.
  bool take_mark(char wanted) {
    skip_blanks();
    const bool taken = take(wanted);
    skip_blanks();
    return taken;
  }

  bool take_word(std::string_view word) {
    if (static_cast<std::size_t>(end_ - at_) < word.size()
        || std::memcmp(at_, word.data(), word.size()) != 0) {
      return false;
    }
    at_ += word.size();
    return true;
  }

  template<typename Sink>
  bool object(const Sink& sink) {
    if (++depth_ > deepest || !take_mark('{')) {
      return false;
    }
    bool more = !take('}');
    while (more) {
      const char* const key = at_ + 1;
      if (!plain_string()) {
        return false;
      }
      const char* const key_end = at_ - 1;
      const bool marked = take_mark(':');
      const char* const begin = at_;
      if (!marked || !member_value()) {
        return false;
      }
      sink(std::string_view(key, static_cast<std::size_t>(key_end - key)),
           std::string_view(begin, static_cast<std::size_t>(at_ - begin)));
      more = take_mark(',');
      if (!more && !take('}')) {
        return false;
      }
    }
    --depth_;
    return true;
  }

  bool array() {
    if (++depth_ > deepest || !take_mark('[')) {
      return false;
    }
    bool more = !take(']');
    while (more) {
      if (!value()) {
        return false;
      }
      more = take_mark(',');
      if (!more && !take(']')) {
        return false;
      }
    }
    --depth_;
    return true;
  }

  // Mostly a text.
  bool member_value() { return at_ != end_ && *at_ == '"' ? string() : value(); }

  // Recursive: the depth is limited.
  bool value() {
    switch (at_ == end_ ? '\0' : *at_) {
    case '"':
      return string();
    case '{':
      return object();
    case '[':
      return array();
    case 't':
      return take_word("true");
    case 'f':
      return take_word("false");
    case 'n':
      return take_word("null");
    default:
      return number();
    }
  }

  void skip_plain() {
    while (end_ - at_ >= Sixteen::size) {
      const auto plain = Sixteen::plain_at(at_);
      at_ += plain;
      if (plain < Sixteen::size) {
        return;
      }
    }
    while (at_ != end_ && is_plain(*at_)) {
      ++at_;
    }
  }

  // Of keys: what is written is what is meant.
  bool plain_string() {
    if (!take('"')) {
      return false;
    }
    skip_plain();
    while (at_ != end_ && byte(*at_) >= 0x80) {
      if (!wide_character()) {
        return false;
      }
      skip_plain();
    }
    return take('"');
  }

  bool string() {
    ++at_;
    skip_plain();
    while (at_ != end_ && *at_ != '"') {
      if (*at_ == '\\' ? !escape() : !wide_character()) {
        return false;
      }
      skip_plain();
    }
    return take('"');
  }

  bool escape() {
    ++at_;
    if (at_ == end_) {
      return false;
    }
    constexpr std::string_view single = "\"\\/bfnrt";
    const char letter = *at_++;
    return single.find(letter) != std::string_view::npos || (letter == 'u' && code_unit());
  }

  // Not one of the two that only count as a pair.
  bool code_unit() {
    unsigned unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ == end_) {
        return false;
      }
      const char small = static_cast<char>(byte(*at_) | 0x20U);
      const bool letter = small >= 'a' && small <= 'f';
      if (!letter && !is_digit(*at_)) {
        return false;
      }
      unit = unit * 16 + (letter ? byte(small) - 'a' + 10U : byte(*at_) - '0');
    }
    return unit < 0xD800 || unit > 0xDFFF;
  }

  // Of UTF-8 beyond ASCII.
  bool wide_character() {
    const unsigned first = byte(*at_);
    const auto form = std::ranges::find_if(
        wide_forms, [first](const WideForm& each) { return first <= each.last; });
    if (form == wide_forms.end() || first < form->first || end_ - at_ < form->size) {
      return false;
    }
    const unsigned second = byte(at_[1]);
    bool good = second >= form->low && second <= form->high;
    for (std::ptrdiff_t i = 2; i < form->size; ++i) {
      good = good && (byte(at_[i]) & 0xC0U) == 0x80;
    }
    at_ += form->size;
    return good;
  }

  std::ptrdiff_t skip_digits() {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) {
      ++at_;
    }
    return at_ - begin;
  }

  // Short enough that it is in the range of a double for certain.
  bool number() {
    constexpr std::ptrdiff_t longest = 40;
    const char* const begin = at_;
    take('-');
    const bool zero = at_ != end_ && *at_ == '0';
    const auto whole = skip_digits();
    bool good = whole == 1 || (whole > 1 && !zero);
    if (take('.')) {
      good = good && skip_digits() > 0;
    }
    if (at_ != end_ && (byte(*at_) | 0x20U) == 'e') {
      ++at_;
      if (!take('-')) {
        take('+');
      }
      const auto digits = skip_digits();
      good = good && digits > 0 && digits <= 2;
    }
    return good && at_ - begin <= longest;
  }

  const char* at_;
  const char* end_;
  int depth_{0};
};

} // namespace

bool scan_members(std::string_view text, std::vector<JsonMember>& members) {
  members.clear();
  Walk walk(text);
  return walk.members(members) && walk.finished();
}

bool is_plain_object(std::string_view text) {
  Walk walk(text);
  return walk.object() && walk.finished();
}

std::string_view value_of(const std::vector<JsonMember>& members, std::string_view key) {
  const auto last_first = members | std::views::reverse;
  const auto found = std::ranges::find(last_first, key, &JsonMember::key);
  return found == last_first.end() ? std::string_view{} : found->value;
}

} // namespace tidegate::codec
