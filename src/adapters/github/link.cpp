// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/link.hpp"

#include <algorithm>

namespace tidegate::github {

// <https://...?page=2>; rel="next", <https://...?page=9>; rel="last"
std::string next_page(std::string_view header) {
  while (true) {
    const auto open = header.find('<');
    const auto close = header.find('>', std::min(open, header.size()));
    if (close == std::string_view::npos) {
      return {};
    }
    const auto url = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    const auto parameters = header.substr(0, header.find('<'));
    if (parameters.find("rel=\"next\"") != std::string_view::npos) {
      return std::string(url);
    }
  }
}

} // namespace tidegate::github
