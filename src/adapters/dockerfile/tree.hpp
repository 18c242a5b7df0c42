// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/ignore.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace tidegate::dockerfile {

// Asked often, from inside long work: true ends it.
using GiveUp = std::function<bool()>;

struct TreeLimits {
  std::size_t entries{300000};
  std::size_t depth{128};
};

// A folder, file or symbolic link of the build context that is not ignored, or an ignored folder
// with something in it that is not.
struct TreeNode {
  enum class Kind : std::uint8_t { folder, file, link };
  std::string name;
  Kind kind{Kind::file};
  std::size_t parent{0};
  std::vector<std::size_t> children{}; // by name
  mode_t mode{0};
  std::uint64_t bytes{0}; // of a folder: of all files in it
  std::uint64_t files{0}; // that are no folders: itself, or all in it
  dev_t device{0};
  ino_t inode{0};
  std::string link{}; // where it points to
  bool unreadable{false};
};

// What lies in a build context, as BuildKit's client would send it. Symbolic links are not
// followed; sockets, devices and pipes are left out.
class ContextTree {
public:
  static constexpr std::size_t root = 0;

  // nullopt: no folder, or it cannot be read.
  static std::optional<ContextTree> read(const std::filesystem::path& folder,
                                         const IgnoreRules& rules,
                                         const GiveUp& give_up,
                                         const TreeLimits& limits = {});

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  [[nodiscard]] const std::vector<TreeNode>& nodes() const { return nodes_; }

  [[nodiscard]] const TreeNode& at(std::size_t node) const { return nodes_.at(node); }

  [[nodiscard]] std::string path_of(std::size_t node) const; // of the context: ""
  [[nodiscard]] std::optional<std::size_t> child(std::size_t node, std::string_view name) const;

  // Follows symbolic links as if the context were the root of a file system. nullopt: not there.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view path) const;

  [[nodiscard]] bool complete() const { return complete_; }

  // Ignored files that were seen, and ignored folders that nobody looked into.
  [[nodiscard]] std::uint64_t ignored_files() const { return ignored_files_; }

  [[nodiscard]] std::uint64_t ignored_bytes() const { return ignored_bytes_; }

  [[nodiscard]] const std::vector<std::string>& ignored_folders() const { return ignored_folders_; }

  [[nodiscard]] const std::vector<std::string>& unreadable() const { return unreadable_; }

private:
  friend class TreeReader;

  [[nodiscard]] std::optional<std::size_t> step(std::size_t node, std::string_view part) const;

  std::filesystem::path folder_;
  std::vector<TreeNode> nodes_;
  std::vector<std::string> ignored_folders_;
  std::vector<std::string> unreadable_; // at most 10
  std::uint64_t ignored_files_{0};
  std::uint64_t ignored_bytes_{0};
  bool complete_{true};
};

} // namespace tidegate::dockerfile
