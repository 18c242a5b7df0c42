// SPDX-License-Identifier: Apache-2.0
#include "analysis/dive_count.hpp"

#include "analysis/file_tree.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace tidegate::analysis {
namespace {

struct Node {
  std::uint64_t bytes{0};
  bool directory{false};
};

using Tree = FileTree<Node>;

// False where dive leaves them out, and so what is in them.
bool add_folders(Tree& tree, const std::string& path) {
  for (auto end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    const std::string_view folder = std::string_view(path).substr(0, end);
    if (name_of(folder).starts_with(special_mark)) {
      return false;
    }
    tree.try_emplace(std::string(folder));
  }
  return true;
}

// With the folders above it, which are no directories to dive where no entry of their own says so.
void add_path(Tree& tree, const std::string& path, Node node) {
  const bool has_folder = tree.contains(folder_of(path)) || add_folders(tree, path);
  if (has_folder && !name_of(path).starts_with(special_mark)) {
    tree.insert_or_assign(path, node);
  }
}

Tree tree_of(const model::LayerFiles& layer) {
  Tree tree;
  for (const auto& file : layer.files) {
    add_path(tree, file.path, {file.bytes, file.kind == model::FileKind::directory});
  }
  return tree;
}

bool is_whiteout(std::string_view path) {
  return name_of(path).starts_with(whiteout_mark);
}

// "a/.wh.b" -> "a/b"
std::string shown_path(const std::string& path) {
  if (!is_whiteout(path)) {
    return path;
  }
  const std::string_view folder = folder_of(path);
  const std::string_view name = name_of(path).substr(whiteout_mark.size());
  if (folder.empty() || name.empty()) {
    return std::string(folder.empty() ? name : folder);
  }
  return std::string(folder) + "/" + std::string(name);
}

void stack(Tree& lower, const Tree& upper) {
  for (const auto& [path, node] : upper) {
    if (is_whiteout(path)) {
      const std::string gone = shown_path(path);
      lower.erase(lower.lower_bound(gone), end_of(lower, gone));
    } else {
      add_path(lower, path, node);
    }
  }
}

// What a whiteout takes away; nullopt where there is nothing.
std::optional<std::uint64_t> removed_bytes(Tree& stacked, const std::string& path) {
  const auto found = stacked.find(path);
  if (found == stacked.end()) {
    return std::nullopt;
  }
  std::uint64_t bytes = 0;
  if (found->second.directory) {
    std::for_each(
        found, end_of(stacked, path), [&](const auto& item) { bytes += item.second.bytes; });
  }
  return bytes;
}

struct Tally {
  std::uint64_t all{0};
  std::uint64_t smallest{0};
  std::size_t nodes{0};
};

using Tallies = std::unordered_map<std::string, Tally>;

bool is_leaf(const Tree& tree, Tree::const_iterator node) {
  const auto after = std::next(node);
  return after == tree.end() || !lies_in(after->first, node->first);
}

void count_layer(Tallies& tallies, const Tree& tree, Tree& stacked) {
  for (auto node = tree.begin(); node != tree.end(); ++node) {
    if (!is_leaf(tree, node)) {
      continue;
    }
    std::optional bytes = node->second.bytes;
    const std::string path = shown_path(node->first);
    Tally& tally = tallies[path];
    if (is_whiteout(node->first)) {
      bytes = removed_bytes(stacked, path);
    }
    if (!bytes) {
      return;
    }
    tally.smallest = tally.nodes == 0 ? *bytes : std::min(tally.smallest, *bytes);
    tally.all += *bytes;
    ++tally.nodes;
  }
}

} // namespace

model::DiveFigures dive_figures(const std::vector<model::LayerFiles>& layers) {
  model::DiveFigures figures;
  Tallies tallies;
  Tree stacked;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Tree tree = tree_of(layers[i]);
    if (i == 0) {
      stacked = tree; // dive looks up the lowest layer's whiteouts in that layer itself
    }
    count_layer(tallies, tree, stacked);
    stack(stacked, tree);
    for (const auto& file : layers[i].files) {
      figures.size_bytes += file.bytes;
    }
  }
  std::uint64_t least = 0;
  std::uint64_t all = 0;
  for (const auto& [path, tally] : tallies) {
    least += tally.smallest;
    all += tally.all;
    figures.wasted_bytes += tally.nodes > 1 ? tally.all : 0;
  }
  figures.efficiency = all == 0 ? 1 : static_cast<double>(least) / static_cast<double>(all);
  return figures;
}

} // namespace tidegate::analysis
