// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/access.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace tidegate::github {

bool is_repository(std::string_view name) {
  const auto slash = name.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < name.size()
         && name.find('/', slash + 1) == std::string_view::npos
         && name.find("..") == std::string_view::npos
         && std::ranges::all_of(name, [](unsigned char letter) {
              return std::isalnum(letter) != 0 || letter == '-' || letter == '_' || letter == '.'
                     || letter == '/';
            });
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool unreserved = (byte < 0x80 && std::isalnum(byte) != 0) || letter == '-'
                            || letter == '.' || letter == '_' || letter == '~';
    encoded +=
        unreserved ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned>(byte));
  }
  return encoded;
}

} // namespace tidegate::github
