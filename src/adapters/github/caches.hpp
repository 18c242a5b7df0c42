// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/access.hpp"
#include "adapters/github/client.hpp"
#include "model/build.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "util/result.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::github {

struct CacheUsage {
  // What BuildKit keeps, by its scopes. Layers are shared by all scopes: where there is one scope
  // they are its own, else they are a scope of their own, `shared_layers`.
  std::vector<model::CacheScope> scopes;
  std::optional<std::uint64_t> repository_bytes; // all caches; GitHub renews it every five minutes
  std::optional<std::uint64_t> limit_bytes;
};

constexpr std::string_view shared_layers = "(layers of all scopes)";

// The scope of "index-<scope>-1-<hash>#<n>" (moby/buildkit cache/remotecache/gha); nullopt where it
// is no such key.
std::optional<std::string> scope_of_index(std::string_view key);

// GET /repos/{owner}/{repo}/actions/cache/usage, /actions/cache/storage-limit and /actions/caches
// of the REST API; needs `actions: read`. Asked beside a build: nothing is repeated or waited for,
// and `stop` ends it between two requests.
// nullopt: the token may not ask (401, 403, 404). Error: external. The token is in neither.
class Caches {
public:
  Caches(ports::Http& http, ports::Clock& clock, Access access);
  Result<std::optional<CacheUsage>> usage(const std::atomic<bool>& stop);

private:
  struct Listing;

  Result<ApiAnswer> ask(const std::string& path);
  Result<Listing> list(const std::string& prefix, const std::atomic<bool>& stop);
  std::optional<std::uint64_t> storage_limit();

  Client client_;
};

} // namespace tidegate::github
