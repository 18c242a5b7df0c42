// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::model {

// One --cache-from or --cache-to of buildx.
struct CacheOption {
  std::string
      type; // "gha", "registry", "local", ...; "registry" for the short form `user/app:cache`
  std::vector<std::pair<std::string, std::string>> attributes; // without `type`
  std::string text;                                            // as it was given

  [[nodiscard]] std::string attribute(const std::string& name) const {
    for (const auto& [key, value] : attributes) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }

  bool operator==(const CacheOption&) const = default;
};

// What the job's environment allows with the Actions cache.
struct CacheAccess {
  struct Scope {
    std::string name; // "refs/heads/main"
    bool read{false};
    bool write{false};

    bool operator==(const Scope&) const = default;
  };

  bool token{false};          // ACTIONS_RUNTIME_TOKEN is there
  bool url{false};            // ACTIONS_RESULTS_URL (v2) or ACTIONS_CACHE_URL (v1) is there
  bool v2{false};             // ACTIONS_CACHE_SERVICE_V2
  bool token_readable{false}; // the token is a JWT and its `ac` claim could be read
  std::vector<Scope> scopes;
  std::optional<Time> expires;
  std::string mode; // ACTIONS_CACHE_MODE: none, read, write, write-only, or empty

  bool operator==(const CacheAccess&) const = default;
};

} // namespace tidegate::model
