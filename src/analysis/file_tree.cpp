// SPDX-License-Identifier: Apache-2.0
#include "analysis/file_tree.hpp"

#include <algorithm>

namespace tidegate::analysis {

bool PathOrder::operator()(std::string_view left, std::string_view right) const {
  const auto [in_left, in_right] = std::ranges::mismatch(left, right);
  if (in_left == left.end() || in_right == right.end()) {
    return left.size() < right.size();
  }
  const bool left_folder = *in_left == '/';
  const bool right_folder = *in_right == '/';
  if (left_folder || right_folder) {
    return left_folder;
  }
  return static_cast<unsigned char>(*in_left) < static_cast<unsigned char>(*in_right);
}

bool lies_in(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path[folder.size()] == '/' && path.starts_with(folder);
}

std::string_view name_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

} // namespace tidegate::analysis
