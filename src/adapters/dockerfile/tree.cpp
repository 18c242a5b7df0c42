// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/tree.hpp"

#include "adapters/dockerfile/folder_stream.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace tidegate::dockerfile {

// Deep folders make a long list of frames, not a deep call stack.
class TreeReader {
public:
  TreeReader(ContextTree& tree, const IgnoreRules& rules, const GiveUp& give_up, TreeLimits limits)
      : tree_(tree),
        rules_(rules),
        give_up_(give_up),
        limits_(limits) {}

  bool read() {
    auto stream = FolderStream::open(tree_.folder_.string());
    if (!stream) {
      return false;
    }
    tree_.nodes_.push_back({.name = "", .kind = TreeNode::Kind::folder, .mode = 0755});
    frames_.push_back({.stream = std::move(*stream)});
    while (!frames_.empty()) {
      if (give_up_() || tree_.nodes_.size() + tree_.ignored_files_ > limits_.entries) {
        tree_.complete_ = false;
        return true;
      }
      if (const auto entry = frames_.back().stream.next()) {
        take(*entry);
      } else {
        close();
      }
    }
    return true;
  }

private:
  struct Frame {
    FolderStream stream;
    std::size_t node{ContextTree::root};
    std::string path{}; // "" or "src/"
    IgnoreRules::Match match{};
  };

  void take(const FolderStream::Entry& entry) {
    Frame& frame = frames_.back();
    const std::string path = frame.path + entry.name;
    auto match = rules_.match(path, frames_.size() == 1 ? nullptr : &frame.match);
    if (S_ISDIR(entry.facts.st_mode)) {
      take_folder(entry, path, std::move(match));
    } else if (S_ISREG(entry.facts.st_mode) || S_ISLNK(entry.facts.st_mode)) {
      match.ignored ? count_ignored(entry) : take_file(entry);
    }
  }

  void count_ignored(const FolderStream::Entry& entry) {
    ++tree_.ignored_files_;
    tree_.ignored_bytes_ += static_cast<std::uint64_t>(entry.facts.st_size);
  }

  TreeNode& add(const FolderStream::Entry& entry, TreeNode::Kind kind) {
    tree_.nodes_.push_back({.name = entry.name,
                            .kind = kind,
                            .parent = frames_.back().node,
                            .mode = entry.facts.st_mode & static_cast<mode_t>(07777),
                            .device = entry.facts.st_dev,
                            .inode = entry.facts.st_ino});
    return tree_.nodes_.back();
  }

  void take_file(const FolderStream::Entry& entry) {
    const bool link = S_ISLNK(entry.facts.st_mode);
    TreeNode& node = add(entry, link ? TreeNode::Kind::link : TreeNode::Kind::file);
    node.files = 1;
    node.bytes = link ? 0 : static_cast<std::uint64_t>(entry.facts.st_size);
    node.link = link ? frames_.back().stream.read_link(entry.name) : "";
    attach(tree_.nodes_.size() - 1);
  }

  void
  take_folder(const FolderStream::Entry& entry, const std::string& path, IgnoreRules::Match match) {
    if (match.ignored && !rules_.may_take_back(path)) {
      tree_.ignored_folders_.push_back(path);
      return;
    }
    if (frames_.size() > limits_.depth) {
      tree_.complete_ = false;
      return;
    }
    auto stream = frames_.back().stream.open_child(entry.name);
    if (!stream && match.ignored) {
      return; // as BuildKit's client, which minds only what it would send
    }
    TreeNode& node = add(entry, TreeNode::Kind::folder);
    if (stream) {
      frames_.push_back({.stream = std::move(*stream),
                         .node = tree_.nodes_.size() - 1,
                         .path = path + "/",
                         .match = std::move(match)});
      return;
    }
    node.unreadable = true;
    constexpr std::size_t most_named = 10;
    if (tree_.unreadable_.size() < most_named) {
      tree_.unreadable_.push_back(path);
    }
    attach(tree_.nodes_.size() - 1);
  }

  void attach(std::size_t node) {
    const TreeNode& child = tree_.nodes_[node];
    TreeNode& parent = tree_.nodes_[child.parent];
    parent.children.push_back(node);
    parent.bytes += child.bytes;
    parent.files += child.files;
  }

  void close() {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    auto& children = tree_.nodes_[frame.node].children;
    std::ranges::sort(
        children, {}, [&](std::size_t i) -> const std::string& { return tree_.nodes_[i].name; });
    if (frames_.empty()) {
      return;
    }
    if (frame.match.ignored && children.empty()) {
      tree_.nodes_.pop_back(); // nothing was taken back in: it is the last one
      return;
    }
    attach(frame.node);
  }

  ContextTree& tree_;
  const IgnoreRules& rules_;
  const GiveUp& give_up_;
  TreeLimits limits_;
  std::vector<Frame> frames_;
};

std::optional<ContextTree> ContextTree::read(const std::filesystem::path& folder,
                                             const IgnoreRules& rules,
                                             const GiveUp& give_up,
                                             const TreeLimits& limits) {
  ContextTree tree;
  tree.folder_ = folder;
  const bool there = TreeReader(tree, rules, give_up, limits).read();
  return there ? std::optional(std::move(tree)) : std::nullopt;
}

std::string ContextTree::path_of(std::size_t node) const {
  std::vector<std::string> names;
  for (; node != root; node = nodes_.at(node).parent) {
    names.push_back(nodes_.at(node).name);
  }
  std::ranges::reverse(names);
  return util::join(names, "/");
}

std::optional<std::size_t> ContextTree::child(std::size_t node, std::string_view name) const {
  const auto& children = nodes_.at(node).children;
  const auto found = std::ranges::lower_bound(
      children, name, {}, [this](std::size_t i) -> std::string_view { return nodes_[i].name; });
  return found != children.end() && nodes_[*found].name == name ? std::optional(*found)
                                                                : std::nullopt;
}

std::optional<std::size_t> ContextTree::step(std::size_t node, std::string_view part) const {
  if (part.empty() || part == ".") {
    return node;
  }
  return part == ".." ? nodes_.at(node).parent : child(node, part);
}

std::optional<std::size_t> ContextTree::find(std::string_view path) const {
  constexpr int most_links = 40;
  std::vector<std::string> parts = util::split(path, '/');
  std::ranges::reverse(parts); // the next one is the last
  std::size_t node = root;
  int links = 0;
  while (!parts.empty()) {
    const std::string part = std::move(parts.back());
    parts.pop_back();
    const auto next = step(node, part);
    if (!next) {
      return std::nullopt;
    }
    if (nodes_[*next].kind != TreeNode::Kind::link) {
      node = *next;
      continue;
    }
    if (++links > most_links) {
      return std::nullopt;
    }
    const std::string& target = nodes_[*next].link;
    node = target.starts_with('/') ? root : node;
    std::vector<std::string> more = util::split(target, '/');
    parts.insert(parts.end(), more.rbegin(), more.rend());
  }
  return node;
}

} // namespace tidegate::dockerfile
