// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/merge_base.hpp"

#include "commands/sharing/comment_posting.hpp"

#include <chrono>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr Seconds time_limit{3}; // of one request: the end of the build waits for the thread

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
  answer_ =
      std::async(std::launch::async, [ports, event = std::move(event), access = std::move(access)] {
        github::Client client(
            ports.http,
            ports.clock,
            access,
            {.attempts = 1, .most_waiting = Seconds{0}, .time_limit = time_limit});
        auto found = github::merge_base(client, event.base_ref, event.head_sha);
        return found ? std::optional(std::move(*found)) : std::nullopt;
      });
}

std::optional<github::MergeBase> MergeBaseQuestion::answer() {
  const bool there =
      answer_.valid() && answer_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  return there ? answer_.get() : std::nullopt;
}

} // namespace tidegate::commands
