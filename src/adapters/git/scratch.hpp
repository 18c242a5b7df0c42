// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/library.hpp"
#include "adapters/git/objects.hpp"

#include <string>

namespace tidegate::git {

// Inside git only: what objects.cpp, object_tree.cpp and object_commit.cpp share.
struct Objects::State {
  std::string folder;
  Repository repository;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State();

  [[nodiscard]] Result<ObjectBase> objects() const;
  [[nodiscard]] Result<Tree> tree(const git_oid& id) const;
  [[nodiscard]] Result<Commit> commit(const std::string& name) const;
  [[nodiscard]] Result<Tree> tree_of(const std::string& name) const; // of a commit
};

} // namespace tidegate::git
