// SPDX-License-Identifier: Apache-2.0
#include "github/rest/etag.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace github_standin {

namespace {

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos
             ? ""
             : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

} // namespace

std::string etag_of(std::string_view body) {
  // Two of FNV-1a from different beginnings: nobody attacks these tags.
  std::array<std::uint64_t, 2> sums{1469598103934665603U, 7809847782465536322U};
  for (const char letter : body) {
    for (std::uint64_t& sum : sums) {
      sum = (sum ^ static_cast<unsigned char>(letter)) * 1099511628211U;
    }
  }
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(),
                                 text.size(),
                                 "W/\"%016llx%016llx\"",
                                 static_cast<unsigned long long>(sums[0]),
                                 static_cast<unsigned long long>(sums[1]));
  return {text.data(), static_cast<std::size_t>(size)};
}

bool names_tag(std::string_view header, std::string_view tag) {
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    const std::string_view item = trimmed(header.substr(0, comma));
    if (item == "*" || (!item.empty() && opaque(item) == opaque(tag))) {
      return true;
    }
    header = comma == std::string_view::npos ? "" : header.substr(comma + 1);
  }
  return false;
}

} // namespace github_standin
