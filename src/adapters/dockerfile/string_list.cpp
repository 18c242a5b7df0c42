// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/characters.hpp"
#include "adapters/dockerfile/instruction.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tidegate::dockerfile {
namespace {

void append_utf8(std::string& text, std::uint32_t point) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0U | (point >> 6U));
    byte(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    byte(0xE0U | (point >> 12U));
    byte(0x80U | ((point >> 6U) & 0x3FU));
    byte(0x80U | (point & 0x3FU));
  } else {
    byte(0xF0U | (point >> 18U));
    byte(0x80U | ((point >> 12U) & 0x3FU));
    byte(0x80U | ((point >> 6U) & 0x3FU));
    byte(0x80U | (point & 0x3FU));
  }
}

// Only what a list of strings needs: this layer has no JSON library.
class ListReader {
public:
  explicit ListReader(std::string_view text)
      : rest_(trim_space(text)) {}

  std::optional<std::vector<std::string>> read() {
    std::vector<std::string> list;
    if (!take('[')) {
      return std::nullopt;
    }
    if (take(']')) {
      return rest_.empty() ? std::optional(list) : std::nullopt;
    }
    do {
      auto text = string();
      if (!text) {
        return std::nullopt;
      }
      list.push_back(std::move(*text));
    } while (take(','));
    return take(']') && rest_.empty() ? std::optional(list) : std::nullopt;
  }

private:
  bool take(char c) {
    rest_ = trim_left(rest_);
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::string> string() {
    if (!take('"')) {
      return std::nullopt;
    }
    std::string text;
    while (!rest_.empty() && static_cast<unsigned char>(rest_.front()) >= 0x20) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        return text;
      }
      if (c != '\\') {
        text += c;
      } else if (!escape(text)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  bool escape(std::string& text) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (rest_.starts_with('u')) {
      const auto first = unit();
      if (!first) {
        return false;
      }
      append_utf8(text, with_second_half(*first));
      return true;
    }
    const std::size_t at = rest_.empty() ? std::string_view::npos : letters.find(rest_.front());
    if (at == std::string_view::npos) {
      return false;
    }
    text += meanings[at];
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::uint32_t> unit() { // behind the backslash: "u00e9"
    std::uint32_t value = 0;
    const std::string_view digits = rest_.substr(1, 4);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value, 16);
    if (digits.size() != 4 || error != std::errc{} || end != digits.end()) {
      return std::nullopt;
    }
    rest_.remove_prefix(5);
    return value;
  }

  std::uint32_t with_second_half(std::uint32_t first) {
    constexpr std::uint32_t replacement = 0xFFFD;
    if (first < 0xD800 || first > 0xDFFF) {
      return first;
    }
    if (first > 0xDBFF || !rest_.starts_with("\\u")) {
      return replacement;
    }
    rest_.remove_prefix(1);
    const auto second = unit();
    return second && *second >= 0xDC00 && *second <= 0xDFFF
               ? 0x10000 + ((first - 0xD800) << 10U) + (*second - 0xDC00)
               : replacement;
  }

  std::string_view rest_;
};

} // namespace

std::optional<std::vector<std::string>> parse_string_list(std::string_view text) {
  return ListReader(text).read();
}

} // namespace tidegate::dockerfile
