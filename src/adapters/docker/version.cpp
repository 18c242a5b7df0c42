// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/version.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <system_error>

namespace tidegate::docker {

std::optional<Version> parse_version(std::string_view text) {
  if (text.starts_with('v')) {
    text.remove_prefix(1);
  }
  std::array<int, 3> numbers{};
  std::size_t count = 0;
  while (count < numbers.size()) {
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), numbers.at(count));
    if (error != std::errc{} || numbers.at(count) < 0) {
      return std::nullopt;
    }
    ++count;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('.')) {
      break;
    }
    text.remove_prefix(1);
  }
  const Version version{.major = numbers[0], .minor = numbers[1], .patch = numbers[2]};
  const bool rest_is_fine =
      text.empty() || std::string_view("+-~").find(text[0]) != std::string::npos;
  return count >= 2 && rest_is_fine && version != Version{} ? std::optional(version) : std::nullopt;
}

} // namespace tidegate::docker
