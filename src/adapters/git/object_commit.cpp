// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/scratch.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace tidegate::git {
namespace {

struct LessId {
  bool operator()(const git_oid& one, const git_oid& other) const {
    return git_oid_cmp(&one, &other) < 0;
  }
};

using Ids = std::set<git_oid, LessId>;

constexpr const char* author_name = "tidegate";
constexpr const char* committer_name = "github-actions[bot]";
// The address that GitHub shows as its own bot.
constexpr const char* address = "41898282+github-actions[bot]@users.noreply.github.com";

// The parts of one new commit on their way into a pack.
class Maker {
public:
  Maker(git_repository* repository, Ids& fresh)
      : repository_(repository),
        fresh_(fresh) {}

  // The tree of `base` with the change in it. `base` may be null.
  Result<git_oid> tree(git_tree* base, const Change& change) {
    std::vector<git_tree_update> updates;
    for (const Change::File& file : change.added) {
      git_oid blob;
      if (git_blob_create_from_buffer(&blob, repository_, file.content.data(), file.content.size())
          != 0) {
        return library_failure("file " + file.path);
      }
      fresh_.insert(blob);
      updates.push_back(update(GIT_TREE_UPDATE_UPSERT, file.path, blob));
    }
    for (const std::string& path : change.removed) {
      updates.push_back(update(GIT_TREE_UPDATE_REMOVE, path, {}));
    }
    git_oid root;
    if (git_tree_create_updated(&root, repository_, base, updates.size(), updates.data()) != 0) {
      return library_failure("tree");
    }
    fresh_.insert(root);
    return root;
  }

  // The folders on the way to `path` that the base does not have.
  void note_folders(git_tree* root, git_tree* base, const std::string& path) {
    for (auto slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, slash);
      const auto now = entry(root, folder);
      const auto before = entry(base, folder);
      if (now && (!before || git_oid_equal(&*now, &*before) == 0)) {
        fresh_.insert(*now);
      }
    }
  }

  Result<git_oid> commit(const git_oid& root, git_commit* parent, const Change& change) {
    const auto tree = made<Tree>(
        "tree", [&](git_tree** out) { return git_tree_lookup(out, repository_, &root); });
    const auto author = signature(author_name, change.time);
    const auto committer = signature(committer_name, change.time);
    if (!tree || !author || !committer) {
      return library_failure("commit");
    }
    const git_commit* parents[] = {parent};
    git_oid id;
    if (git_commit_create(&id,
                          repository_,
                          nullptr,
                          author->get(),
                          committer->get(),
                          nullptr,
                          change.message.c_str(),
                          tree->get(),
                          parent == nullptr ? 0 : 1,
                          parents)
        != 0) {
      return library_failure("commit");
    }
    fresh_.insert(id);
    return id;
  }

  Result<std::string> pack() {
    const auto builder = made<PackBuilder>(
        "pack", [this](git_packbuilder** out) { return git_packbuilder_new(out, repository_); });
    if (!builder) {
      return tl::unexpected(builder.error());
    }
    git_packbuilder_set_threads(builder->get(), 1);
    for (const git_oid& id : fresh_) {
      if (git_packbuilder_insert(builder->get(), &id, nullptr) != 0) {
        return library_failure("pack");
      }
    }
    git_buf buffer{};
    if (git_packbuilder_write_buf(&buffer, builder->get()) != 0) {
      return library_failure("pack");
    }
    std::string pack(buffer.ptr, buffer.size);
    git_buf_dispose(&buffer);
    return pack;
  }

private:
  static git_tree_update
  update(git_tree_update_t action, const std::string& path, const git_oid& blob) {
    return {.action = action, .id = blob, .filemode = GIT_FILEMODE_BLOB, .path = path.c_str()};
  }

  static std::optional<git_oid> entry(git_tree* root, const std::string& path) {
    git_tree_entry* found = nullptr;
    if (root == nullptr || git_tree_entry_bypath(&found, root, path.c_str()) != 0) {
      return std::nullopt;
    }
    const TreeEntry owned(found);
    return *git_tree_entry_id(found);
  }

  static Result<Signature> signature(const char* name, Time time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return made<Signature>("signature", [&](git_signature** out) {
      return git_signature_new(out, name, address, seconds, 0);
    });
  }

  git_repository* repository_;
  Ids& fresh_;
};

std::string hex(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  git_oid_tostr(text.data(), text.size(), &id);
  return text.data();
}

std::vector<std::string> paths_of(const Change& change) {
  std::vector<std::string> paths = change.removed;
  for (const Change::File& file : change.added) {
    paths.push_back(file.path);
  }
  return paths;
}

} // namespace

// libgit2 does not say so.
Result<NewCommit> Objects::commit(const std::string& parent, const Change& change) {
  auto made = try_commit(parent, change);
  std::uintmax_t needed = std::uintmax_t{1} << 20U;
  for (const Change::File& file : change.added) {
    needed += file.content.size();
  }
  std::error_code unknown;
  const auto room = std::filesystem::space(state_->folder, unknown);
  if (!made && !unknown && room.available < needed) {
    return failed(Error::Kind::external,
                  fmt::format("there is no room for temporary files in {}", state_->folder),
                  "point TMPDIR to a folder with more room");
  }
  return made;
}

Result<NewCommit> Objects::try_commit(const std::string& parent, const Change& change) {
  Commit before;
  Tree base;
  if (!parent.empty()) {
    auto found = state_->commit(parent);
    auto tree = found ? state_->tree(*git_commit_tree_id(found->get()))
                      : Result<Tree>(tl::unexpected(found.error()));
    if (!tree) {
      return tl::unexpected(tree.error());
    }
    before = std::move(*found);
    base = std::move(*tree);
  }
  Ids fresh;
  Maker maker(state_->repository.get(), fresh);
  const auto root = maker.tree(base.get(), change);
  const auto tree = root ? state_->tree(*root) : Result<Tree>(tl::unexpected(root.error()));
  if (!tree) {
    return tl::unexpected(tree.error());
  }
  for (const std::string& path : paths_of(change)) {
    maker.note_folders(tree->get(), base.get(), path);
  }
  const auto commit = maker.commit(*root, before.get(), change);
  auto pack = commit ? maker.pack() : Result<std::string>(tl::unexpected(commit.error()));
  if (!pack) {
    return tl::unexpected(pack.error());
  }
  return NewCommit{.name = hex(*commit), .pack = std::move(*pack)};
}

} // namespace tidegate::git
