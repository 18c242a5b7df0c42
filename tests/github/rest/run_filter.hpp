// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

#include <tl/expected.hpp>

namespace github_standin {

// Which runs a list is about: actor, branch, event, status (also a conclusion), created, head_sha,
// exclude_pull_requests is ignored.
class RunFilter {
public:
  static tl::expected<RunFilter, Reply> from(const Call& call);

  // Of one workflow only.
  void limit_to(Id workflow) { workflow_ = workflow; }

  // GitHub shows at most 1,000 runs of a list with any of these.
  bool searches() const { return searches_; }

  bool meets(const Run& run) const;

private:
  bool searches_ = false;
  std::optional<Id> workflow_{};
  std::string actor_;
  std::string branch_;
  std::string event_;
  std::string status_;
  std::string sha_;
  std::optional<Span> created_{};
};

} // namespace github_standin
