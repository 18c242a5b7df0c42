// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/git/repositories.hpp"
#include "github/rest/iso_time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace github_standin {

struct Signature {
  std::string name;
  std::string email;
  Moment date = 0;
};

struct GitCommit {
  std::string sha{};
  std::string tree{};
  std::vector<std::string> parents{};
  Signature author{};
  Signature committer{};
  std::string message{};
  bool is_signed = false;
};

struct GitObject {
  std::string sha;
  std::string type; // "blob", "tree", "commit", "tag"
  std::string bytes;
};

struct TreeChange {
  std::string mode = "100644";
  std::string sha{}; // empty: the path goes
  std::string path{};
};

struct TreeItem {
  std::string mode;
  std::string type;
  std::string sha;
  std::string path;
  std::uint64_t size = 0;
};

// What the API does to a bare repository, by the commands that git itself offers for it. Nothing
// where git refused.
class Plumbing {
public:
  Plumbing(const Repositories& repositories, std::string name)
      : repositories_(repositories),
        name_(std::move(name)) {}

  // The object that an expression names: "refs/heads/main", a sha, "main^{commit}".
  std::optional<std::string> resolve(const std::string& expression) const;
  std::optional<GitObject> read(const std::string& expression) const;
  std::optional<GitCommit> read_commit(const std::string& expression) const;
  // Of a tree; with its subtrees' where that is asked.
  std::vector<TreeItem> list_tree(const std::string& tree, bool recursive) const;
  // Ends of lines of a command's output; nothing where it failed.
  std::optional<std::vector<std::string>> lines(std::vector<std::string> command) const;

  std::optional<std::string> write(const std::string& type, std::string_view bytes) const;
  // `base` may be empty.
  std::optional<std::string> change_tree(const std::string& base,
                                         const std::vector<TreeChange>& changes) const;
  std::optional<std::string> write_commit(const GitCommit& commit) const;
  // Only where it is at `before`; all zeros: only where it is not there.
  bool move_ref(const std::string& ref, const std::string& sha, const std::string& before) const;
  bool remove_ref(const std::string& ref) const;
  bool is_ancestor(const std::string& older, const std::string& newer) const;

private:
  const Repositories& repositories_;
  std::string name_;
};

inline const std::string no_object = std::string(40, '0');

} // namespace github_standin
