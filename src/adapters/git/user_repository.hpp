// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::git {

// The URL of a remote of the repository that `folder` lies in; the one to push to where that is
// another one. nullopt: no repository, no such remote. Nothing is written there, no program is run.
// Error: external; there is a repository that libgit2 cannot open.
Result<std::optional<std::string>> url_of_remote(const std::string& folder,
                                                 const std::string& name);

// The default branch of the remote `origin` as it was when it was last asked
// (refs/remotes/origin/HEAD), else the branch that is checked out, which may have no commit yet.
// nullopt: neither is known.
std::optional<std::string> default_branch(const std::string& folder);

// Whether Git leaves out a path of that repository, by any of its ignore files. A folder's name
// ends with '/'. False where it cannot be told.
bool is_ignored(const std::string& folder, const std::string& path);

} // namespace tidegate::git
