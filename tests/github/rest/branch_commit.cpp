// SPDX-License-Identifier: Apache-2.0
#include "github/rest/branch_commit.hpp"

#include "github/rest/commit_shapes.hpp"

#include <algorithm>

namespace github_standin {

bool is_protected(const Call& call, const std::string& ref) {
  const auto options = call.parts.repositories.find(call.repository);
  return options
         && std::ranges::find(options->protected_refs, ref) != options->protected_refs.end();
}

tl::expected<GitCommit, ChangeError> commit_change(const Call& call, const BranchChange& change) {
  const Plumbing git = plumbing_of(call);
  const auto tree = git.change_tree(change.parent, change.changes);
  if (!tree) {
    return tl::unexpected(ChangeError::bad_change);
  }
  GitCommit commit{.tree = *tree, .message = change.message};
  if (!change.parent.empty()) {
    commit.parents.push_back(change.parent);
  }
  sign(call, commit);
  const auto sha = git.write_commit(commit);
  if (!sha) {
    return tl::unexpected(ChangeError::bad_change);
  }
  if (!git.move_ref(change.ref, *sha, change.parent.empty() ? no_object : change.parent)) {
    return tl::unexpected(ChangeError::moved);
  }
  commit.sha = *sha;
  return commit;
}

} // namespace github_standin
