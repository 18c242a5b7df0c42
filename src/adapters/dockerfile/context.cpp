// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/context.hpp"

#include "adapters/dockerfile/files.hpp"
#include "adapters/dockerfile/folder_stream.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace tidegate::dockerfile {
namespace {

struct Amount {
  std::uint64_t files{0};
  std::uint64_t bytes{0};
};

// Counts what lies in one ignored folder. nullopt: not to its end.
class IgnoredCount {
public:
  IgnoredCount(const GiveUp& give_up, const TreeLimits& limits)
      : give_up_(give_up),
        limits_(limits) {}

  bool add(const std::string& folder) {
    auto outermost = FolderStream::open(folder);
    if (!outermost) {
      return false;
    }
    std::vector<FolderStream> open;
    open.push_back(std::move(*outermost));
    while (!open.empty()) {
      if (give_up_() || seen_ > limits_.entries || open.size() > limits_.depth) {
        return false;
      }
      const auto entry = open.back().next();
      if (!entry) {
        open.pop_back();
      } else if (!take(*entry, open)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] Amount amount() const { return amount_; }

private:
  bool take(const FolderStream::Entry& entry, std::vector<FolderStream>& open) {
    ++seen_;
    if (S_ISDIR(entry.facts.st_mode)) {
      auto folder = open.back().open_child(entry.name);
      if (!folder) {
        return false;
      }
      open.push_back(std::move(*folder));
    } else if (S_ISREG(entry.facts.st_mode) || S_ISLNK(entry.facts.st_mode)) {
      ++amount_.files;
      amount_.bytes += static_cast<std::uint64_t>(entry.facts.st_size);
    }
    return true;
  }

  const GiveUp& give_up_;
  const TreeLimits& limits_;
  std::size_t seen_{0};
  Amount amount_;
};

std::optional<Amount>
count_ignored(const ContextTree& tree, const GiveUp& give_up, const TreeLimits& limits) {
  IgnoredCount count(give_up, limits);
  for (const std::string& folder : tree.ignored_folders()) {
    if (!count.add((tree.folder() / folder).string())) {
      return std::nullopt;
    }
  }
  return Amount{count.amount().files + tree.ignored_files(),
                count.amount().bytes + tree.ignored_bytes()};
}

// Files and folders, the largest on top.
class EntryHeap {
public:
  explicit EntryHeap(const ContextTree& tree)
      : tree_(tree),
        bytes_([&tree](std::size_t node) { return tree.at(node).bytes; }) {
    add_children(ContextTree::root);
  }

  [[nodiscard]] bool empty() const { return heap_.empty(); }

  std::size_t take() {
    std::ranges::pop_heap(heap_, {}, bytes_);
    const std::size_t node = heap_.back();
    heap_.pop_back();
    return node;
  }

  void add_children(std::size_t folder) {
    for (const std::size_t child : tree_.at(folder).children) {
      heap_.push_back(child);
      std::ranges::push_heap(heap_, {}, bytes_);
    }
  }

private:
  const ContextTree& tree_;
  std::function<std::uint64_t(std::size_t)> bytes_;
  std::vector<std::size_t> heap_;
};

bool is_mostly_one_entry(const ContextTree& tree, std::size_t node) {
  return std::ranges::any_of(tree.at(node).children, [&](std::size_t child) {
    return tree.at(child).bytes * 2 > tree.at(node).bytes;
  });
}

// A folder is named by its largest part where that is most of it: "web/fonts/" rather than "web/".
std::vector<model::ContextEntry> largest_entries(const ContextTree& tree) {
  constexpr std::size_t most = 10;
  EntryHeap heap(tree);
  std::vector<model::ContextEntry> largest;
  while (!heap.empty() && largest.size() < most) {
    const std::size_t node = heap.take();
    const TreeNode& entry = tree.at(node);
    if (is_mostly_one_entry(tree, node)) {
      heap.add_children(node);
    } else if (entry.bytes > 0) {
      const bool folder = entry.kind == TreeNode::Kind::folder;
      largest.push_back({tree.path_of(node) + (folder ? "/" : ""), entry.bytes});
    }
  }
  return largest;
}

} // namespace

IgnoreRules read_ignore_rules(const std::filesystem::path& context,
                              const std::filesystem::path& dockerfile) {
  auto text = read_text_file(dockerfile.string() + ".dockerignore");
  if (!text) {
    text = read_text_file(context / ".dockerignore");
  }
  return IgnoreRules(read_ignore_lines(text.value_or("")));
}

model::BuildContext
describe_context(const ContextTree& tree, const GiveUp& give_up, const TreeLimits& limits) {
  model::BuildContext context;
  if (!tree.complete()) {
    return context;
  }
  if (tree.unreadable().empty()) {
    context.bytes = tree.at(ContextTree::root).bytes;
    context.files = tree.at(ContextTree::root).files;
  }
  context.largest = largest_entries(tree);
  if (const auto ignored = count_ignored(tree, give_up, limits)) {
    context.ignored_files = ignored->files;
    context.ignored_bytes = ignored->bytes;
  }
  return context;
}

} // namespace tidegate::dockerfile
