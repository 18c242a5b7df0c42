// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/git/plumbing.hpp"
#include "github/rest/call.hpp"

namespace github_standin {

// No push and no call of the API reaches such a ref.
bool is_protected(const Call& call, const std::string& ref);

struct BranchChange {
  std::string ref;    // "refs/heads/data"
  std::string parent; // a sha; empty: the branch begins here
  std::string message;
  std::vector<TreeChange> changes{};
};

enum class ChangeError {
  bad_change, // a path that git does not take
  moved,      // the branch is not at `parent` any more
};

// Makes the commit, signed by GitHub, and moves the branch to it.
tl::expected<GitCommit, ChangeError> commit_change(const Call& call, const BranchChange& change);

} // namespace github_standin
