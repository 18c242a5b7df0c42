// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/scratch.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace tidegate::git {
namespace {

constexpr std::size_t most_files = 500'000;
constexpr std::size_t most_entries = 4 * most_files; // that are looked at, wanted or not
constexpr std::size_t longest_path = 4096;           // PATH_MAX
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

tl::unexpected<Error> too_much(std::string what) {
  return failed(Error::Kind::external,
                fmt::format("the branch has {}", what),
                "events alone make no such branch: look at who may push to it");
}

// A tree may be named many times, so that few objects make a forest without end: what is counted is
// what is looked at.
class Listing {
public:
  explicit Listing(const Objects::Wanted& wanted)
      : wanted_(wanted) {}

  // The folders of one tree; its files are in `take` then.
  Result<std::vector<Folder>> read(const Folder& folder, git_tree* tree) {
    std::vector<Folder> below;
    entries_ += 1 + git_tree_entrycount(tree); // trees without entries cost something, too
    if (entries_ > most_entries) {
      return too_much(fmt::format("more than {} entries in its folders", most_entries));
    }
    if (folder.depth > deepest) {
      return too_much(fmt::format("more than {} folders inside one another", deepest));
    }
    for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
      if (auto done = look_at(folder, *git_tree_entry_byindex(tree, i), below); !done) {
        return tl::unexpected(std::move(done.error()));
      }
    }
    return below;
  }

  std::vector<TreeFile> take() { return std::move(files_); }

private:
  Result<void>
  look_at(const Folder& folder, const git_tree_entry& entry, std::vector<Folder>& below) {
    const std::string_view name = git_tree_entry_name(&entry);
    if (folder.path.size() + name.size() > longest_path) {
      return too_much(fmt::format("a path of more than {} bytes", longest_path));
    }
    const git_filemode_t mode = git_tree_entry_filemode(&entry);
    const bool is_folder = mode == GIT_FILEMODE_TREE;
    std::string path = folder.path + std::string(name);
    // A symbolic link is a file in Git's eyes; it is none of ours.
    const bool known =
        is_folder || mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    if (!known || !wanted_(path, is_folder)) {
      return {};
    }
    const git_oid& id = *git_tree_entry_id(&entry);
    if (is_folder) {
      below.push_back({.path = path + "/", .tree = id, .depth = folder.depth + 1});
      return {};
    }
    files_.push_back({.path = std::move(path), .blob = name_of(id)});
    if (files_.size() > most_files) {
      return failed(Error::Kind::external,
                    fmt::format("the branch has more than {} files", most_files),
                    "merge old ones: tidegate events compact");
    }
    return {};
  }

  const Objects::Wanted& wanted_;
  std::vector<TreeFile> files_;
  std::size_t entries_{0};
};

} // namespace

Result<std::vector<TreeFile>> Objects::files(const std::string& commit,
                                             const Wanted& wanted) const {
  const auto found = state_->commit(commit);
  if (!found) {
    return tl::unexpected(found.error());
  }
  Listing listing(wanted);
  std::vector<Folder> open{{.path = "", .tree = *git_commit_tree_id(found->get()), .depth = 0}};
  while (!open.empty()) {
    const Folder folder = std::move(open.back());
    open.pop_back();
    const auto tree = state_->tree(folder.tree);
    if (!tree) {
      return tl::unexpected(tree.error());
    }
    const auto below = listing.read(folder, tree->get());
    if (!below) {
      return tl::unexpected(below.error());
    }
    open.insert(open.end(), below->rbegin(), below->rend()); // the first one is taken next
  }
  return listing.take();
}

} // namespace tidegate::git
