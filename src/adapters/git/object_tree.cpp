// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/scratch.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tidegate::git {
namespace {

constexpr std::size_t most_files = 500'000;
constexpr int deepest = 16;

struct Folder {
  std::string path; // with its slash; the top is ""
  git_oid tree;
  int depth{0};
};

std::string name_of(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  git_oid_tostr(text.data(), text.size(), &id);
  return text.data();
}

// The folders of one tree, its files go to `files`.
std::vector<Folder> read_folder(const Folder& folder,
                                git_tree* tree,
                                const Objects::Wanted& wanted,
                                std::vector<TreeFile>& files) {
  std::vector<Folder> below;
  for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
    const git_tree_entry* const entry = git_tree_entry_byindex(tree, i);
    const git_filemode_t mode = git_tree_entry_filemode(entry);
    const bool is_folder = mode == GIT_FILEMODE_TREE;
    std::string path = folder.path + git_tree_entry_name(entry);
    // A symbolic link is a file in Git's eyes; it is none of ours.
    const bool known =
        is_folder || mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    if (!known || !wanted(path, is_folder)) {
      continue;
    }
    const git_oid& id = *git_tree_entry_id(entry);
    if (is_folder) {
      below.push_back({.path = path + "/", .tree = id, .depth = folder.depth + 1});
    } else {
      files.push_back({.path = std::move(path), .blob = name_of(id)});
    }
  }
  return below;
}

} // namespace

Result<std::vector<TreeFile>> Objects::files(const std::string& commit,
                                             const Wanted& wanted) const {
  const auto found = state_->commit(commit);
  if (!found) {
    return tl::unexpected(found.error());
  }
  std::vector<TreeFile> files;
  std::vector<Folder> open{{.path = "", .tree = *git_commit_tree_id(found->get()), .depth = 0}};
  // A tree may be named many times, so that few objects make a forest without end.
  std::size_t folders = 0;
  while (!open.empty()) {
    const Folder folder = std::move(open.back());
    open.pop_back();
    const auto tree = state_->tree(folder.tree);
    if (!tree) {
      return tl::unexpected(tree.error());
    }
    std::vector<Folder> below = read_folder(folder, tree->get(), wanted, files);
    if (++folders > most_files || files.size() > most_files || folder.depth > deepest) {
      return failed(Error::Kind::external,
                    fmt::format("the branch has more than {} files", most_files),
                    "merge old ones: tidegate events compact");
    }
    open.insert(open.end(), below.rbegin(), below.rend()); // the first one is taken next
  }
  return files;
}

} // namespace tidegate::git
