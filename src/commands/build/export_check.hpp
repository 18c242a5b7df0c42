// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_access.hpp"
#include "ports/ports.hpp"

#include <future>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// BuildKit reports `exporting to GitHub Actions Cache DONE` even where the upload of the cache
// index failed, and the next build then finds nothing (go-actions-cache SaveMutable drops the
// error). Each export raises the number of the index entry, so the entry is looked up before and
// after.
class ExportCheck {
public:
  // Starts the first look-up beside the build. Does nothing where no `type=gha` export with a v2
  // token is asked for.
  ExportCheck(ports::Ports ports,
              const std::vector<model::CacheOption>& cache_to,
              const model::CacheAccess& access);

  // After an export that BuildKit calls done: what is wrong with it (index-lost, unconfirmed);
  // empty: it is there.
  std::vector<model::CacheTrouble> troubles();

private:
  using Entries = std::map<std::string, std::optional<std::string>>; // cache scope -> newest index

  struct LookUp {
    Entries entries;
    std::string problem; // empty: the service answered
  };

  [[nodiscard]] LookUp look_up() const;
  [[nodiscard]] static bool all_new(const Entries& before, const Entries& after);

  ports::Ports ports_;
  std::string url_;
  std::string token_;
  std::string git_ref_;
  std::vector<std::string> scopes_;
  std::future<LookUp> before_;
};

} // namespace tidegate::commands
