// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/merge_base.hpp"
#include "ports/ports.hpp"

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

  // What has come by now; never waits. nullopt: nobody could be asked, or the answer is late.
  [[nodiscard]] std::optional<github::MergeBase> answer();

private:
  std::future<std::optional<github::MergeBase>> answer_;
};

} // namespace tidegate::commands
