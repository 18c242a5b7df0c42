// SPDX-License-Identifier: Apache-2.0
#include "github/base64.hpp"

#include <cstdint>

namespace github_standin {

namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = i; k < i + 3; ++k) {
      group = (group << 8U) | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : letters[(group >> (18U - 6U * k)) & 63U];
    }
  }
  return text;
}

std::string to_base64_lines(std::string_view bytes) {
  constexpr std::size_t line = 60;
  const std::string text = to_base64(bytes);
  std::string lines;
  for (std::size_t i = 0; i < text.size(); i += line) {
    lines += text.substr(i, line) + "\n";
  }
  return lines;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char letter : text.substr(0, text.find_last_not_of("=\r\n") + 1)) {
    if (letter == '\n' || letter == '\r') {
      continue;
    }
    const std::size_t value = letters.find(letter);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    group = (group << 6U) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((group >> bits) & 255U);
    }
  }
  return bytes;
}

} // namespace github_standin
