// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/path.hpp"

#include <algorithm>

namespace tidegate::image {

std::string normal_path(std::string_view path) {
  std::string normal;
  normal.reserve(path.size());
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == "..") {
      const auto slash = normal.rfind('/');
      normal.resize(slash == std::string::npos ? 0 : slash);
      continue;
    }
    if (!normal.empty()) {
      normal += '/';
    }
    normal += part;
  }
  return normal;
}

std::string linked_path(std::string_view link, std::string_view target) {
  if (target.starts_with('/')) {
    return normal_path(target);
  }
  const auto slash = link.rfind('/');
  std::string whole(link.substr(0, slash == std::string_view::npos ? 0 : slash));
  whole += '/';
  whole += target;
  return normal_path(whole);
}

} // namespace tidegate::image
