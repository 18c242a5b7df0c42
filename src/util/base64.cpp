// SPDX-License-Identifier: Apache-2.0
#include "util/base64.hpp"

#include <array>
#include <cstddef>

namespace tidegate::util {

std::string encode_base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::array<unsigned, 3> group{};
    for (std::size_t k = 0; k < 3 && i + k < bytes.size(); ++k) {
      group[k] = static_cast<unsigned char>(bytes[i + k]);
    }
    const unsigned bits = group[0] << 16U | group[1] << 8U | group[2];
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= bytes.size() - i ? digits[bits >> (18U - 6U * k) & 63U] : '=';
    }
  }
  return text;
}

} // namespace tidegate::util
