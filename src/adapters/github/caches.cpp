// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/caches.hpp"

#include "adapters/github/json_fields.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr int most_pages = 10;
constexpr Seconds patience{2}; // for one request
constexpr std::uint64_t gigabyte = 1'000'000'000;
constexpr std::uint64_t usual_limit = 10 * gigabyte; // "10 GB", docs.github.com dependency-caching
constexpr std::string_view layer_prefix = "buildkit-blob-";
constexpr std::string_view index_prefix = "index-";

tl::unexpected<Error> unexpected_status(std::string_view what, int status) {
  return failed(Error::Kind::external,
                fmt::format("the caches API of GitHub answered {} to {}", status, what));
}

std::optional<std::string> scope_of(const json& entry) {
  const auto key = entry.is_object() ? entry.find("key") : entry.end();
  const auto* text = key == entry.end() ? nullptr : key->get_ptr<const std::string*>();
  if (text == nullptr) {
    return std::nullopt;
  }
  return text->starts_with(layer_prefix) ? std::optional(std::string(shared_layers))
                                         : scope_of_index(*text);
}

} // namespace

struct Caches::Listing {
  std::map<std::string, model::CacheScope> by_scope; // of layers: one, named `shared_layers`
  bool allowed{true};

  bool add(const std::string& answer);
};

std::optional<std::string> scope_of_index(std::string_view key) {
  constexpr std::string_view version = "-1-";
  const auto number = key.rfind('#');
  if (!key.starts_with(index_prefix) || number == std::string_view::npos) {
    return std::nullopt;
  }
  key = key.substr(index_prefix.size(), number - index_prefix.size());
  const auto end = key.rfind(version);
  return end == std::string_view::npos || end == 0 ? std::nullopt
                                                   : std::optional(std::string(key.substr(0, end)));
}

Caches::Caches(ports::Http& http, ports::Clock& clock, Access access)
    : client_(http,
              clock,
              std::move(access),
              {.attempts = 1, .most_waiting = Seconds{0}, .time_limit = patience}) {}

Result<ApiAnswer> Caches::ask(const std::string& path) {
  auto answer = client_.get(path);
  return answer ? std::move(answer)
                : tl::unexpected(std::move(answer.error()).in("the caches API of GitHub"));
}

// False where the answer is no list of caches.
bool Caches::Listing::add(const std::string& answer) {
  const json body = parse_json(answer);
  const auto entries = body.is_object() ? body.find("actions_caches") : body.end();
  if (entries == body.end() || !entries->is_array()) {
    return false;
  }
  for (const json& entry : *entries) {
    const auto scope = scope_of(entry);
    const auto bytes = count_at(entry, "size_in_bytes");
    if (scope && bytes) {
      auto& sum = by_scope[*scope];
      sum.name = util::to_printable(*scope);
      ++sum.entries;
      sum.bytes += *bytes;
    }
  }
  return true;
}

Result<Caches::Listing> Caches::list(const std::string& prefix, const std::atomic<bool>& stop) {
  Listing listing;
  std::string path = "actions/caches?per_page=100&key=" + prefix;
  for (int page = 0; !path.empty(); ++page) {
    if (page == most_pages || stop) {
      return failed(Error::Kind::external,
                    fmt::format("the repository has more than {} cache entries \"{}...\"",
                                page * 100,
                                prefix));
    }
    auto answer = ask(path);
    if (!answer) {
      return tl::unexpected(std::move(answer.error()));
    }
    listing.allowed = !answer->refused();
    if (!listing.allowed) {
      return listing;
    }
    if (answer->status != 200 || !listing.add(answer->body)) {
      return unexpected_status("the list of caches", answer->status);
    }
    path = std::move(answer->next);
  }
  return listing;
}

// Only who may administer a repository may ask for its limit.
std::optional<std::uint64_t> Caches::storage_limit() {
  const auto answer = ask("actions/cache/storage-limit");
  if (!answer || answer->status != 200) {
    return usual_limit;
  }
  const auto limit = count_at(parse_json(answer->body), "max_cache_size_gb");
  return limit && *limit > 0 && *limit < gigabyte ? *limit * gigabyte : usual_limit;
}

Result<std::optional<CacheUsage>> Caches::usage(const std::atomic<bool>& stop) {
  const auto answer = ask("actions/cache/usage");
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  if (answer->refused()) {
    return std::nullopt;
  }
  if (answer->status != 200) {
    return unexpected_status("cache/usage", answer->status);
  }
  CacheUsage usage;
  usage.repository_bytes = count_at(parse_json(answer->body), "active_caches_size_in_bytes");
  usage.limit_bytes = storage_limit();
  auto indexes = list(std::string(index_prefix), stop);
  auto layers = indexes && indexes->allowed ? list(std::string(layer_prefix), stop) : indexes;
  if (!layers || !layers->allowed) {
    return layers ? Result<std::optional<CacheUsage>>(usage)
                  : tl::unexpected(std::move(layers.error()));
  }
  for (auto& [name, scope] : indexes->by_scope) {
    usage.scopes.push_back(std::move(scope));
  }
  for (auto& [name, shared] : layers->by_scope) {
    if (usage.scopes.size() == 1) {
      usage.scopes.front().entries += shared.entries;
      usage.scopes.front().bytes += shared.bytes;
    } else {
      usage.scopes.push_back(std::move(shared));
    }
  }
  return usage;
}

} // namespace tidegate::github
