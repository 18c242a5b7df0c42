// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tidegate::analysis {

// '/' before every other byte: a folder is followed by all that lies in it, and names of one folder
// stay in the order of their bytes.
struct PathOrder {
  using is_transparent = void;
  bool operator()(std::string_view left, std::string_view right) const;
};

template<typename Value>
using FileTree = std::map<std::string, Value, PathOrder>;

bool lies_in(std::string_view path, std::string_view folder); // at any depth

std::string_view name_of(std::string_view path);
std::string_view folder_of(std::string_view path); // empty: the root

// The end of what begins with `path` itself and holds all that lies in it.
template<typename Value>
auto end_of(FileTree<Value>& tree, std::string_view path) {
  auto at = tree.lower_bound(path);
  while (at != tree.end() && (at->first == path || lies_in(at->first, path))) {
    ++at;
  }
  return at;
}

// OCI image-spec, layer.md.
constexpr std::string_view whiteout_mark = ".wh.";
constexpr std::string_view special_mark = ".wh..wh.";
constexpr std::string_view opaque_name = ".wh..wh..opq";

} // namespace tidegate::analysis
