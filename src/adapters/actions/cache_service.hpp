// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::actions {

// The Actions cache service v2 as BuildKit uses it (moby/buildkit cache/remotecache/gha, and
// tonistiigi/go-actions-cache). Only looks up.
class CacheService {
public:
  CacheService(ports::Http& http, std::string results_url, std::string token);

  // "index-<scope>-1-<first 8 hex digits of the git ref's sha256>#": how BuildKit begins the name
  // of its index; a number follows that grows with each export.
  static std::string index_key(const std::string& scope, const std::string& git_ref);

  // The newest finished index entry of a cache scope, "index-<scope>-1-<hash>#<n>"; nullopt where
  // there is none. BuildKit reports success even where the upload of the index failed, so the entry
  // is compared before and after an export. Error: external.
  Result<std::optional<std::string>> newest_index(const std::string& scope,
                                                  const std::string& git_ref);

private:
  ports::Http& http_;
  std::string url_;
  std::string token_;
};

} // namespace tidegate::actions
