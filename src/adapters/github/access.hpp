// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::github {

// A repository behind the REST API, and who asks.
struct Access {
  std::string api_url;    // GITHUB_API_URL: "https://api.github.com"
  std::string repository; // "owner/name"
  std::string token;      // goes to the host of `api_url` only
};

// `owner/name` as GitHub allows it; anything else could lead to another path.
bool is_repository(std::string_view name);

// One segment of a path or one value of a query (RFC 3986): "heads/data" -> "heads%2Fdata".
std::string percent_encoded(std::string_view text);

} // namespace tidegate::github
