// SPDX-License-Identifier: Apache-2.0
#include "github/cache_index.hpp"

#include "github/json_fields.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sys/random.h>
#include <utility>

namespace github_standin {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

CacheEntry parse_entry(std::string_view text) {
  const json fields = parse_object(text);
  return {.id = number_of(fields, "id").value_or(0),
          .key = text_of(fields, "key"),
          .version = text_of(fields, "version"),
          .scope = text_of(fields, "scope"),
          .size = number_of(fields, "size").value_or(0),
          .finalised = flag_of(fields, "finalised"),
          .upload_signature = text_of(fields, "upload_signature"),
          .download_signature = text_of(fields, "download_signature")};
}

std::string to_text(const CacheEntry& entry) {
  return to_line(json{{"id", entry.id},
                      {"key", entry.key},
                      {"version", entry.version},
                      {"scope", entry.scope},
                      {"size", entry.size},
                      {"finalised", entry.finalised},
                      {"upload_signature", entry.upload_signature},
                      {"download_signature", entry.download_signature}});
}

} // namespace

std::string random_hex(std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string noise(bytes, '\0');
  // At most 256 bytes arrive whole, and no caller asks for more than 32.
  if (getrandom(noise.data(), bytes, 0) != static_cast<ssize_t>(bytes)) {
    std::abort();
  }
  std::string text;
  for (const char byte : noise) {
    const auto value = static_cast<unsigned char>(byte);
    text += digits[value >> 4U];
    text += digits[value & 15U];
  }
  return text;
}

CacheIndex::CacheIndex(fs::path folder)
    : folder_(std::move(folder)) {}

CacheIndex::CacheIndex(CacheIndex&& other) noexcept
    : folder_(std::move(other.folder_)),
      entries_(std::move(other.entries_)),
      next_id_(other.next_id_) {}

tl::expected<CacheIndex, std::string> CacheIndex::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return tl::unexpected("cannot make " + folder.string() + ": " + error.message());
  }
  CacheIndex index(folder);
  index.load();
  return index;
}

void CacheIndex::load() {
  std::error_code error;
  for (const fs::directory_entry& file : fs::directory_iterator(folder_, error)) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CacheEntry entry = parse_entry(text);
    // A half-written file of a killed server has no id, or not the id of its name.
    if (entry.id == 0 || file.path().filename() != std::to_string(entry.id) + ".json") {
      continue;
    }
    next_id_ = std::max(next_id_, entry.id + 1);
    entries_.insert_or_assign(entry.id, std::move(entry));
  }
}

bool CacheIndex::store(const CacheEntry& entry) const {
  const fs::path path = folder_ / (std::to_string(entry.id) + ".json");
  const fs::path draft = path.string() + ".new";
  {
    std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
    stream << to_text(entry);
    if (!stream.flush()) {
      return false;
    }
  }
  std::error_code error;
  fs::rename(draft, path, error);
  return !error;
}

const CacheEntry* CacheIndex::named(const CacheName& name) const {
  const auto found = std::ranges::find_if(entries_, [&](const auto& item) {
    const CacheEntry& entry = item.second;
    return entry.key == name.key && entry.version == name.version && entry.scope == name.scope;
  });
  return found == entries_.end() ? nullptr : &found->second;
}

tl::expected<CacheEntry, IndexError> CacheIndex::reserve(const CacheName& name) {
  const std::lock_guard lock(guard_);
  if (named(name) != nullptr) {
    return tl::unexpected(IndexError::already_exists);
  }
  CacheEntry entry{.id = next_id_,
                   .key = name.key,
                   .version = name.version,
                   .scope = name.scope,
                   .upload_signature = random_hex(32),
                   .download_signature = random_hex(32)};
  if (!store(entry)) {
    return tl::unexpected(IndexError::not_stored);
  }
  ++next_id_;
  entries_.emplace(entry.id, entry);
  return entry;
}

tl::expected<CacheEntry, IndexError> CacheIndex::finalise(const CacheName& name,
                                                          std::uint64_t size) {
  const std::lock_guard lock(guard_);
  const CacheEntry* found = named(name);
  if (found == nullptr) {
    return tl::unexpected(IndexError::not_found);
  }
  CacheEntry entry = *found;
  entry.size = size;
  entry.finalised = true;
  if (!store(entry)) {
    return tl::unexpected(IndexError::not_stored);
  }
  entries_.insert_or_assign(entry.id, entry);
  return entry;
}

template<typename Fits>
const CacheEntry*
CacheIndex::newest(const CacheQuery& query, const std::string& scope, const Fits& fits) const {
  const CacheEntry* found = nullptr;
  for (const auto& [id, entry] : entries_) {
    if (entry.finalised && entry.scope == scope && entry.version == query.version
        && fits(entry.key)) {
      found = &entry;
    }
  }
  return found;
}

const CacheEntry* CacheIndex::find_in(const std::string& scope, const CacheQuery& query) const {
  const auto exact = [&](const std::string& key) { return key == query.key; };
  const CacheEntry* hit = newest(query, scope, exact);
  for (auto prefix = query.restore_keys.begin();
       hit == nullptr && prefix != query.restore_keys.end();
       ++prefix) {
    const auto begins = [&](const std::string& key) { return key.starts_with(*prefix); };
    hit = newest(query, scope, begins);
  }
  return hit;
}

std::optional<CacheEntry> CacheIndex::find(const CacheQuery& query) const {
  const std::lock_guard lock(guard_);
  for (const std::string& scope : query.scopes) {
    if (const CacheEntry* hit = find_in(scope, query); hit != nullptr) {
      return *hit;
    }
  }
  return std::nullopt;
}

std::optional<CacheEntry> CacheIndex::by_name(const CacheName& name) const {
  const std::lock_guard lock(guard_);
  const CacheEntry* found = named(name);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<CacheEntry> CacheIndex::by_id(std::uint64_t id) const {
  const std::lock_guard lock(guard_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CacheEntry> CacheIndex::all() const {
  const std::lock_guard lock(guard_);
  std::vector<CacheEntry> list;
  std::ranges::transform(
      entries_, std::back_inserter(list), [](const auto& item) { return item.second; });
  return list;
}

std::vector<CacheEntry> CacheIndex::evict(std::string_view prefix) {
  const std::lock_guard lock(guard_);
  std::vector<CacheEntry> gone;
  std::erase_if(entries_, [&](const auto& item) {
    if (!item.second.key.starts_with(prefix)) {
      return false;
    }
    std::error_code error;
    fs::remove(folder_ / (std::to_string(item.first) + ".json"), error);
    gone.push_back(item.second);
    return true;
  });
  return gone;
}

} // namespace github_standin
