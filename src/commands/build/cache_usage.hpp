// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/caches.hpp"
#include "model/build.hpp"
#include "model/cache_access.hpp"
#include "ports/ports.hpp"

#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// What the repository's caches hold, asked beside the build. Asks only in GitHub Actions and where
// the build uses `type=gha`.
class CacheUsage {
public:
  // `token`: the Action's github-token; where empty, GITHUB_TOKEN or GH_TOKEN.
  CacheUsage(ports::Ports ports,
             const std::vector<model::CacheOption>& caches,
             const std::string& token = {});
  ~CacheUsage();
  CacheUsage(const CacheUsage&) = delete;
  CacheUsage& operator=(const CacheUsage&) = delete;

  // Adds what has come to the build's account, and at most one notice where nothing has. Never
  // waits.
  void add_to(model::Build& build);

private:
  struct Answer {
    std::optional<github::CacheUsage> usage;
    std::string notice;
  };

  static Answer ask(github::Caches caches, const std::atomic<bool>& stop);

  std::atomic<bool> stop_{false};
  std::string notice_;
  std::future<Answer> answer_;
};

} // namespace tidegate::commands
