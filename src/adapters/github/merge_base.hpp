// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::github {

// Where a pull request left its base branch.
struct MergeBase {
  std::string sha;
  std::vector<std::string> ancestors; // of the base branch from `sha` on, newest first, at most 100
};

// GET compare/{base}...{head} and commits?sha=; needs `contents: read`. `base`: a branch or a
// commit. `head`: a commit of this repository or, once there is a pull request, of a fork. Error:
// external.
Result<MergeBase> merge_base(Client& client, const std::string& base, const std::string& head);

} // namespace tidegate::github
