// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/git/plumbing.hpp"

namespace github_standin {

// A commit object as git stores it (git-cat-file), in both directions.
GitCommit parse_commit(const GitObject& object);
std::string commit_text(const GitCommit& commit);

} // namespace github_standin
