// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/utf8_stream.hpp"

#include <algorithm>

namespace tidegate::docker {
namespace {

constexpr std::size_t head_bytes = 16;
constexpr char32_t replacement = 0xFFFD;

void append_utf8(std::string& text, char32_t c) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
  };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

// The first line of a build that is watched live must not wait for a second one.
bool enough(std::string_view head) {
  constexpr std::size_t two_units = 4;
  const bool line = head.size() >= two_units && head.find('\n') != std::string_view::npos;
  return line || head.size() >= head_bytes;
}

bool is_high_surrogate(char16_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low_surrogate(char16_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// Log text is ASCII for the most part: in UTF-16 nearly every other byte is zero.
std::size_t zeros_at(std::string_view bytes, std::size_t first) {
  std::size_t zeros = 0;
  for (std::size_t at = first; at < bytes.size(); at += 2) {
    zeros += bytes[at] == '\0' ? 1U : 0U;
  }
  return zeros;
}

} // namespace

void Utf8Stream::feed(std::string_view chunk, const Sink& sink) {
  if (encoding_ == Encoding::utf8) {
    sink(chunk);
    return;
  }
  if (encoding_ == Encoding::unknown) {
    while (!chunk.empty() && !enough(head_)) {
      head_ += chunk.front();
      chunk.remove_prefix(1);
    }
    if (!enough(head_)) {
      return;
    }
    decide();
    const std::string head = std::move(head_);
    head_.clear();
    convert(head, sink);
  }
  convert(chunk, sink);
}

void Utf8Stream::finish(const Sink& sink) {
  if (encoding_ == Encoding::unknown) {
    decide();
    const std::string head = std::move(head_);
    head_.clear();
    convert(head, sink);
  }
}

void Utf8Stream::decide() {
  const std::string_view head = head_;
  const std::size_t half = head.size() / 2;
  if (head.starts_with("\xFF\xFE") || (half > 1 && zeros_at(head, 1) * 4 >= half * 3)) {
    encoding_ = Encoding::utf16_little;
  } else if (head.starts_with("\xFE\xFF") || (half > 1 && zeros_at(head, 0) * 4 >= half * 3)) {
    encoding_ = Encoding::utf16_big;
  } else {
    encoding_ = Encoding::utf8;
  }
}

void Utf8Stream::convert(std::string_view bytes, const Sink& sink) {
  if (encoding_ == Encoding::utf8) {
    sink(bytes);
    return;
  }
  converted_.clear();
  for (const char byte : bytes) {
    if (head_.empty()) {
      head_ = byte;
      continue;
    }
    const auto first = static_cast<unsigned char>(head_.front());
    const auto second = static_cast<unsigned char>(byte);
    head_.clear();
    const bool little = encoding_ == Encoding::utf16_little;
    take_unit(static_cast<char16_t>(little ? first | second << 8U : first << 8U | second));
  }
  sink(converted_);
}

void Utf8Stream::take_unit(char16_t unit) {
  if (high_surrogate_ != 0 && is_low_surrogate(unit)) {
    append_utf8(converted_,
                0x10000U + ((high_surrogate_ - 0xD800U) << 10U) + (unit - char32_t{0xDC00}));
    high_surrogate_ = 0;
    return;
  }
  if (high_surrogate_ != 0) {
    append_utf8(converted_, replacement);
  }
  high_surrogate_ = is_high_surrogate(unit) ? unit : u'\0';
  if (high_surrogate_ == 0) {
    append_utf8(converted_, is_low_surrogate(unit) ? replacement : unit);
  }
}

} // namespace tidegate::docker
