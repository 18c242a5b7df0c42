// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_waste.hpp"

#include "analysis/dive_count.hpp"
#include "analysis/file_tree.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace tidegate::analysis {
namespace {

constexpr std::size_t most_shown = 20;

// The bytes of one file; hard links are further names of them, and they are lost with the last.
struct Content {
  std::string path;
  std::uint64_t bytes{0};
  int names{0};
  bool own{false};
};

struct Node {
  bool directory{false};
  std::size_t content{0};
};

struct Tally {
  int copies{0};
  std::uint64_t wasted{0};
};

// The file system while layer upon layer is put on it.
class Overlay {
public:
  void put(const model::LayerFiles& layer, bool own) {
    // Whiteouts mean what the layers below hold, wherever they stand in their own layer.
    for (const auto& file : layer.files) {
      take_away(file.path);
    }
    for (const auto& file : layer.files) {
      if (!name_of(file.path).starts_with(whiteout_mark)) {
        add(file, own);
      }
    }
  }

  [[nodiscard]] const std::unordered_map<std::string, Tally>& tallies() const { return tallies_; }

private:
  void take_away(const std::string& path) {
    const std::string_view name = name_of(path);
    if (name == opaque_name) {
      drop(std::string(folder_of(path)), false);
    } else if (name.starts_with(whiteout_mark) && !name.starts_with(special_mark)) {
      std::string gone(folder_of(path));
      gone += gone.empty() ? "" : "/";
      drop(gone.append(name.substr(whiteout_mark.size())), true);
    }
  }

  void add(const model::LayerFile& file, bool own) {
    clear_way(file.path);
    const auto old = tree_.find(file.path);
    const bool directory = file.kind == model::FileKind::directory;
    if (directory && old != tree_.end() && old->second.directory) {
      return;
    }
    const std::size_t content = directory ? 0 : content_of(file, own);
    drop(file.path, true);
    tree_.insert_or_assign(file.path, Node{directory, content});
  }

  // Makes the folders above; a file that stands where one has to be is hidden by it.
  void clear_way(std::string_view path) {
    const auto parent = tree_.find(folder_of(path));
    if (parent != tree_.end() && parent->second.directory) {
      return;
    }
    for (auto slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      const std::string_view folder = path.substr(0, slash);
      const auto above = tree_.find(folder);
      if (above == tree_.end() || !above->second.directory) {
        drop(std::string(folder), true);
        tree_.insert_or_assign(std::string(folder), Node{.directory = true});
      }
    }
  }

  std::size_t content_of(const model::LayerFile& file, bool own) {
    if (file.kind == model::FileKind::hard_link) {
      const auto target = tree_.find(file.target);
      if (target != tree_.end() && !target->second.directory) {
        ++contents_[target->second.content].names;
        return target->second.content;
      }
    }
    tallies_[file.path].copies += file.kind == model::FileKind::file ? 1 : 0;
    contents_.push_back({file.path, file.bytes, 1, own});
    return contents_.size() - 1;
  }

  void drop(const std::string& path, bool itself) {
    const auto end = path.empty() ? tree_.end() : end_of(tree_, path);
    auto begin = path.empty() ? tree_.begin() : tree_.lower_bound(path);
    if (!itself && begin != end && begin->first == path) {
      ++begin;
    }
    for (auto node = begin; node != end; ++node) {
      if (!node->second.directory) {
        forget_name(contents_[node->second.content]);
      }
    }
    tree_.erase(begin, end);
  }

  void forget_name(Content& content) {
    if (--content.names == 0 && content.own) {
      tallies_[content.path].wasted += content.bytes;
    }
  }

  FileTree<Node> tree_;
  std::vector<Content> contents_;
  std::unordered_map<std::string, Tally> tallies_;
};

} // namespace

model::ImageContents image_contents(const std::vector<model::Layer>& layers,
                                    const std::vector<model::LayerFiles>& files) {
  Overlay overlay;
  for (std::size_t i = 0; i < files.size(); ++i) {
    overlay.put(files[i], i >= layers.size() || !layers[i].base);
  }
  model::ImageContents contents;
  contents.dive = dive_figures(files);
  for (const auto& [path, tally] : overlay.tallies()) {
    contents.wasted_bytes += tally.wasted;
    if (tally.wasted > 0) {
      contents.wasted.push_back({"/" + path, tally.copies, tally.wasted});
    }
  }
  std::ranges::sort(contents.wasted, [](const auto& left, const auto& right) {
    return left.bytes != right.bytes ? left.bytes > right.bytes : left.path < right.path;
  });
  contents.wasted.resize(std::min(contents.wasted.size(), most_shown));
  for (auto& wasted : contents.wasted) {
    wasted.path = util::to_printable(wasted.path);
  }
  return contents;
}

} // namespace tidegate::analysis
