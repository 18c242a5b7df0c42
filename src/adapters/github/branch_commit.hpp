// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::github {

// A commit that GitHub makes and signs as the owner of the token.
struct BranchCommit {
  std::string branch;
  std::string head; // the commit it goes on top of; empty: the branch is made with it
  std::string message;
  std::vector<std::pair<std::string, std::string>> added{}; // path, content: UTF-8
  std::vector<std::string> removed{};
};

struct CommitOutcome {
  bool done{false};
  std::string commit;
  std::string reason;  // where it is not done: GitHub's words, printable
  bool refused{false}; // the token may not do it; else the branch has moved, or does not take it
};

// createCommitOnBranch of the GraphQL API, which refuses where the branch is not at `head`
// (docs.github.com/graphql/reference/mutations); a new branch by git/trees, git/commits and
// git/refs of the REST API. Needs `contents: write`. Error: external; nobody knows whether it
// happened.
Result<CommitOutcome> commit_on_branch(Client& client, const BranchCommit& commit);

} // namespace tidegate::github
