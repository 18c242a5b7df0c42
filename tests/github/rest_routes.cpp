// SPDX-License-Identifier: Apache-2.0
#include "github/rest_routes.hpp"

#include "github/replies.hpp"
#include "github/whole_number.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t usual_page = 30;
constexpr std::size_t largest_page = 100;

std::vector<CacheEntry> entries_of(const Parts& parts, const std::string& prefix) {
  std::vector<CacheEntry> entries = parts.index.all();
  std::erase_if(entries, [&](const CacheEntry& entry) {
    return !entry.finalised || !entry.key.starts_with(prefix);
  });
  return entries;
}

std::size_t number_in(const httplib::Request& request, const char* name, std::size_t usual) {
  const auto number = whole_number<std::size_t>(request.get_param_value(name));
  return number && *number > 0 ? *number : usual;
}

// As GitHub does: who does not say who he is, is told that there is nothing.
bool knows_caller(const httplib::Request& request, httplib::Response& response) {
  if (request.get_header_value("Authorization").starts_with("Bearer ")) {
    return true;
  }
  reply_json(response, {{"message", "Not Found"}, {"status", "404"}});
  response.status = 404;
  return false;
}

void usage(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  if (!knows_caller(request, response)) {
    return;
  }
  const auto entries = entries_of(parts, "");
  std::uint64_t bytes = 0;
  for (const CacheEntry& entry : entries) {
    bytes += entry.size;
  }
  reply_json(response,
             {{"full_name", request.matches[1].str()},
              {"active_caches_size_in_bytes", bytes},
              {"active_caches_count", entries.size()}});
}

json described(const CacheEntry& entry) {
  return {{"id", entry.id},
          {"ref", entry.scope},
          {"key", entry.key},
          {"version", entry.version},
          {"size_in_bytes", entry.size}};
}

void list(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  if (!knows_caller(request, response)) {
    return;
  }
  const std::string prefix = request.get_param_value("key");
  const auto entries = entries_of(parts, prefix);
  const std::size_t size = std::min(number_in(request, "per_page", usual_page), largest_page);
  const std::size_t page = std::min(number_in(request, "page", 1), entries.size() + 1);
  const std::size_t begin = std::min((page - 1) * size, entries.size());
  const std::size_t end = std::min(begin + size, entries.size());
  json caches = json::array();
  for (std::size_t i = begin; i < end; ++i) {
    caches.push_back(described(entries[i]));
  }
  if (end < entries.size()) {
    std::string url = parts.server.url();
    url.pop_back();
    url += request.path + "?per_page=" + std::to_string(size) + "&page=" + std::to_string(page + 1)
           + "&key=" + prefix;
    response.set_header("Link", "<" + url + ">; rel=\"next\"");
  }
  reply_json(response, {{"total_count", entries.size()}, {"actions_caches", caches}});
}

} // namespace

void add_rest_routes(const Parts& parts) {
  const std::string repository = "/repos/([^/]+/[^/]+)/actions/";
  parts.server.Get(repository + "cache/usage",
                   [parts](const httplib::Request& request, httplib::Response& response) {
                     current_exchange().route = "CacheUsage";
                     usage(parts, request, response);
                   });
  parts.server.Get(repository + "caches",
                   [parts](const httplib::Request& request, httplib::Response& response) {
                     current_exchange().route = "ListCaches";
                     list(parts, request, response);
                   });
}

} // namespace github_standin
