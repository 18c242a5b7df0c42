// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/merge_base.hpp"

#include "commands/sharing/comment_posting.hpp"
#include "util/beside.hpp"

#include <utility>

namespace tidegate::commands {
namespace {

constexpr Seconds time_limit{3}; // of one request: the end of the build may have to wait for it

} // namespace

MergeBaseQuestion::MergeBaseQuestion(ports::Ports ports, const std::string& token) {
  if (ports.environment.text("GITHUB_ACTIONS") != "true") {
    return;
  }
  auto event = starting_event(ports.environment);
  auto access = github_access(ports.environment, token);
  if (event.head_sha.empty() || event.base_ref.empty() || access.token.empty()) {
    return;
  }
  asked_ = util::beside([ports, event = std::move(event), access = std::move(access)] {
    github::Client client(ports.http,
                          ports.clock,
                          access,
                          {.attempts = 1, .most_waiting = Seconds{0}, .time_limit = time_limit});
    return github::merge_base(client, event.base_ref, event.head_sha);
  });
}

const github::MergeBase* MergeBaseQuestion::answer(model::Build& build) {
  if (asked_.valid()) {
    answer_ = asked_.get();
  }
  if (answer_ && !*answer_) {
    build.notices.push_back("compared with the newest builds, for it is not known where the pull "
                            "request left its base branch: "
                            + answer_->error().message);
  }
  return answer_ && *answer_ ? &**answer_ : nullptr;
}

} // namespace tidegate::commands
