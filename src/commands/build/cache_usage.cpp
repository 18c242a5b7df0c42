// SPDX-License-Identifier: Apache-2.0
#include "commands/build/cache_usage.hpp"

#include "commands/github_access.hpp"
#include "util/beside.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tidegate::commands {
namespace {

bool uses_actions_cache(const std::vector<model::CacheOption>& caches) {
  return std::ranges::any_of(caches, [](const auto& option) { return option.type == "gha"; });
}

} // namespace

CacheUsage::CacheUsage(ports::Ports ports,
                       const std::vector<model::CacheOption>& caches,
                       const std::string& token) {
  const auto& environment = ports.environment;
  auto access = github_access(environment, token);
  if (environment.text("GITHUB_ACTIONS") != "true" || environment.text("GITHUB_API_URL").empty()
      || access.repository.empty() || !uses_actions_cache(caches)) {
    return;
  }
  if (access.token.empty()) {
    notice_ = "the size of the repository's caches is not known: no GITHUB_TOKEN";
    return;
  }
  github::Caches service(ports.http, ports.clock, std::move(access));
  answer_ = util::beside(
      [this, service = std::move(service)]() mutable { return ask(std::move(service), stop_); });
}

// The thread ends after the request that it is in.
CacheUsage::~CacheUsage() {
  stop_ = true;
}

CacheUsage::Answer CacheUsage::ask(github::Caches caches, const std::atomic<bool>& stop) {
  auto usage = caches.usage(stop);
  if (!usage) {
    return {.usage = std::nullopt,
            .notice = "the size of the repository's caches is not known: " + usage.error().message};
  }
  if (!*usage) {
    return {.usage = std::nullopt,
            .notice = "the size of the repository's caches is not known: the token may not read "
                      "them; give the job `permissions: actions: read`"};
  }
  return {.usage = std::move(*usage), .notice = {}};
}

void CacheUsage::add_to(model::Build& build) {
  if (answer_.valid() && answer_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    Answer answer = answer_.get();
    notice_ = std::move(answer.notice);
    if (answer.usage) {
      auto& account = build.cache.account ? *build.cache.account : build.cache.account.emplace();
      account.scopes = std::move(answer.usage->scopes);
      account.repository_bytes = answer.usage->repository_bytes;
      account.repository_limit_bytes = answer.usage->limit_bytes;
    }
  } else if (answer_.valid()) {
    notice_ = "the size of the repository's caches is not known: GitHub did not answer in time";
  }
  if (!notice_.empty()) {
    build.notices.push_back(std::exchange(notice_, {}));
  }
}

} // namespace tidegate::commands
