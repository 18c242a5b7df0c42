// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

struct CacheEntry {
  std::uint64_t id = 0; // grows with every reservation: a higher id is a newer entry
  std::string key;
  std::string version;
  std::string scope;
  std::uint64_t size = 0;
  bool finalised = false;
  std::string upload_signature;
  std::string download_signature;
};

// What names an entry: the same key may exist in other scopes and versions.
struct CacheName {
  std::string key;
  std::string version;
  std::string scope;
};

struct CacheQuery {
  std::string key;
  std::vector<std::string> restore_keys;
  std::string version;
  std::vector<std::string> scopes; // searched in this order
};

enum class IndexError { already_exists, not_found, not_stored };

// The entries of all scopes, one small file each, so that a restart finds them again.
// Every function may be called from any thread.
class CacheIndex {
public:
  static tl::expected<CacheIndex, std::string> open(const std::filesystem::path& folder);
  CacheIndex(CacheIndex&& other) noexcept;
  CacheIndex& operator=(CacheIndex&&) = delete;

  // The reserved entry stays invisible to find() until it is finalised.
  tl::expected<CacheEntry, IndexError> reserve(const CacheName& name);
  tl::expected<CacheEntry, IndexError> finalise(const CacheName& name, std::uint64_t size);
  // Scope by scope: the exact key, then the newest entry that begins with a restore key.
  std::optional<CacheEntry> find(const CacheQuery& query) const;
  std::optional<CacheEntry> by_name(const CacheName& name) const;
  std::optional<CacheEntry> by_id(std::uint64_t id) const;
  std::vector<CacheEntry> all() const;
  // Removes the entries whose key begins with the prefix (all, where it is empty).
  std::vector<CacheEntry> evict(std::string_view prefix);

private:
  explicit CacheIndex(std::filesystem::path folder);
  void load();
  bool store(const CacheEntry& entry) const;
  const CacheEntry* named(const CacheName& name) const;
  const CacheEntry* find_in(const std::string& scope, const CacheQuery& query) const;
  template<typename Fits>
  const CacheEntry*
  newest(const CacheQuery& query, const std::string& scope, const Fits& fits) const;

  std::filesystem::path folder_;
  mutable std::mutex guard_;
  std::map<std::uint64_t, CacheEntry> entries_;
  std::uint64_t next_id_ = 1;
};

// Hexadecimal, from the kernel's random source.
std::string random_hex(std::size_t bytes);

} // namespace github_standin
