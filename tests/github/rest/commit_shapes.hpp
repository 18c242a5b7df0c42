// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/git/plumbing.hpp"
#include "github/rest/call.hpp"

namespace github_standin {

Plumbing plumbing_of(const Call& call);
// Of the list of commits and of comparisons.
nlohmann::json commit_shape(const Call& call, const GitCommit& commit);
// Of the Git database, and what a change of a file answers.
nlohmann::json git_commit_shape(const Call& call, const GitCommit& commit);

// Who makes a commit by the API: the token's login is its author, GitHub its committer.
void sign(const Call& call, GitCommit& commit);

} // namespace github_standin
