// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/merge_base.hpp"
#include "model/build.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <future>
#include <optional>
#include <string>

namespace tidegate::commands {

// Where the pull request of this run left its base branch, asked beside the build. Asks only in
// GitHub Actions and for a pull request.
class MergeBaseQuestion {
public:
  // `token`: the Action's github-token; where empty, GITHUB_TOKEN or GH_TOKEN.
  MergeBaseQuestion(ports::Ports ports, const std::string& token);

  // Waits for it, a few seconds where the API is slow. Null where nobody was to be asked, or the
  // answer did not come; then the build's notices say so.
  [[nodiscard]] const github::MergeBase* answer(model::Build& build);

private:
  std::future<Result<github::MergeBase>> asked_;
  std::optional<Result<github::MergeBase>> answer_;
};

} // namespace tidegate::commands
