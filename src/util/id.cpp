// SPDX-License-Identifier: Apache-2.0
#include "util/id.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <sys/random.h>

namespace tidegate::util {
namespace {

void fill_random(std::span<unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno != EINTR) {
      // Ids and delimiters that can be guessed are worse than no run at all.
      std::abort();
    }
    bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  }
}

} // namespace

std::string new_ulid(Time now) {
  const auto since_epoch =
      std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
  auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(since_epoch, 0));
  std::array<unsigned char, 16> random{};
  fill_random(random);

  std::string id(26, '0');
  for (std::size_t i = 10; i-- > 0; milliseconds >>= 5U) {
    id[i] = ulid_digits[milliseconds & 31U];
  }
  for (std::size_t i = 0; i < random.size(); ++i) {
    id[10 + i] = ulid_digits[random[i] & 31U];
  }
  return id;
}

std::string random_hex(std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes * 2);
  std::array<unsigned char, 64> random{};
  while (hex.size() < bytes * 2) {
    const std::span<unsigned char> part(random.data(),
                                        std::min(random.size(), bytes - (hex.size() / 2)));
    fill_random(part);
    for (const unsigned char byte : part) {
      hex += digits[byte >> 4U];
      hex += digits[byte & 15U];
    }
  }
  return hex;
}

double random_share() {
  std::uint32_t number = 0;
  std::array<unsigned char, sizeof number> random{};
  fill_random(random);
  std::memcpy(&number, random.data(), sizeof number);
  return number / static_cast<double>(std::numeric_limits<std::uint32_t>::max());
}

} // namespace tidegate::util
