// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/api_url.hpp"

#include "util/text.hpp"

#include <algorithm>

namespace tidegate::github {
namespace {

bool is_plain(std::string_view url) {
  return std::ranges::all_of(
      url, [](unsigned char letter) { return letter > ' ' && letter < 0x7f && letter != '\\'; });
}

// ".", "..", "%2e", ".%2E", ...
bool is_dot_segment(std::string_view segment) {
  int dots = 0;
  while (!segment.empty()) {
    const bool encoded = util::starts_with_ignoring_case(segment, "%2e");
    if (!encoded && segment.front() != '.') {
      return false;
    }
    segment.remove_prefix(encoded ? 3 : 1);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

} // namespace

std::string_view origin_of(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme == std::string_view::npos ? std::string_view{}
                                          : url.substr(0, url.find_first_of("/?#", scheme + 3));
}

bool is_within(std::string_view api_url, std::string_view url) {
  if (origin_of(api_url).empty() || !url.starts_with(api_url) || !is_plain(url)) {
    return false;
  }
  const std::string_view rest = url.substr(api_url.size());
  const auto path = rest.substr(0, rest.find_first_of("?#"));
  // What follows the prefix is a path: "https://api.example.evil" is another host.
  return rest.starts_with('/') && std::ranges::none_of(util::split(path, '/'), is_dot_segment);
}

std::string graphql_url(std::string_view api_url) {
  constexpr std::string_view enterprise = "/api/v3";
  if (api_url.ends_with(enterprise)) {
    api_url.remove_suffix(enterprise.size());
    return std::string(api_url) + "/api/graphql";
  }
  return std::string(api_url) + "/graphql";
}

} // namespace tidegate::github
