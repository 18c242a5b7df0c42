// SPDX-License-Identifier: Apache-2.0
#include "github/rest/cache_routes.hpp"

#include "github/rest/paging.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

std::vector<CacheEntry> entries_of(const Call& call, const std::string& prefix) {
  std::vector<CacheEntry> entries = call.parts.index.all();
  std::erase_if(entries, [&](const CacheEntry& entry) {
    return !entry.finalised || !entry.key.starts_with(prefix);
  });
  return entries;
}

Reply usage(const Call& call) {
  const auto entries = entries_of(call, "");
  std::uint64_t bytes = 0;
  for (const CacheEntry& entry : entries) {
    bytes += entry.size;
  }
  return {.body = {{"full_name", call.repository},
                   {"active_caches_size_in_bytes", bytes},
                   {"active_caches_count", entries.size()}}};
}

Reply list(const Call& call) {
  return counted(
      call, "actions_caches", entries_of(call, call.query("key")), [](const CacheEntry& entry) {
        return json{{"id", entry.id},
                    {"ref", entry.scope},
                    {"key", entry.key},
                    {"version", entry.version},
                    {"size_in_bytes", entry.size}};
      });
}

constexpr std::array<Route, 2> routes{{
    {"GET", "actions/cache/usage", "CacheUsage", "actions", usage},
    {"GET", "actions/caches", "ListCaches", "actions", list},
}};

} // namespace

std::span<const Route> cache_routes() {
  return routes;
}

} // namespace github_standin
