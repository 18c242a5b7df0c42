// SPDX-License-Identifier: Apache-2.0
#include "github/control_routes.hpp"

#include "github/json_fields.hpp"
#include "github/replies.hpp"
#include "github/runtime_token.hpp"

#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

namespace github_standin {

using nlohmann::json;

namespace {

void list_requests(const Parts& parts, const httplib::Request&, httplib::Response& response) {
  json list = json::array();
  for (const std::string& line : parts.log.lines()) {
    list.push_back(parse_any(line));
  }
  reply_json(response, list);
}

void list_entries(const Parts& parts, const httplib::Request&, httplib::Response& response) {
  json list = json::array();
  for (const CacheEntry& entry : parts.index.all()) {
    list.push_back({{"key", entry.key},
                    {"version", entry.version},
                    {"scope", entry.scope},
                    {"size_bytes", entry.size},
                    {"finalised", entry.finalised}});
  }
  reply_json(response, list);
}

void replace_faults(const Parts& parts,
                    const httplib::Request& request,
                    httplib::Response& response) {
  auto faults = parse_faults(request.body);
  if (!faults) {
    reply_twirp_error(response, 400, faults.error());
    return;
  }
  const std::size_t count = faults->size();
  parts.faults.replace(std::move(*faults));
  reply_json(response, {{"faults", count}});
}

void evict_prefix(const Parts& parts, const std::string& prefix, httplib::Response& response) {
  const std::vector<CacheEntry> gone = parts.index.evict(prefix);
  for (const CacheEntry& entry : gone) {
    parts.blobs.remove(entry.id);
  }
  reply_json(response, {{"evicted", gone.size()}});
}

void evict(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const std::string prefix = text_of(parse_object(request.body), "prefix");
  if (prefix.empty()) {
    reply_twirp_error(response, 400, "\"prefix\" must be set; POST /_control/reset removes all");
    return;
  }
  evict_prefix(parts, prefix, response);
}

void reset(const Parts& parts, const httplib::Request&, httplib::Response& response) {
  evict_prefix(parts, "", response);
  parts.faults.replace({});
  parts.tokens.forget();
  parts.repositories.forget();
  parts.rates.forget();
  const std::lock_guard lock(parts.world.guard);
  parts.world.forget();
  parts.log.forget();
}

void issue_token(const Parts&, const httplib::Request& request, httplib::Response& response) {
  const json body = parse_object(request.body);
  std::vector<ScopeRight> scopes;
  for (const std::string& text : texts_of(body, "scopes")) {
    auto right = parse_scope_right(text);
    if (!right) {
      reply_twirp_error(response, 400, right.error());
      return;
    }
    scopes.push_back(std::move(*right));
  }
  const std::string wanted = text_of(body, "lifetime");
  const auto lifetime = parse_lifetime(wanted.empty() ? "6h" : wanted);
  if (!lifetime) {
    reply_twirp_error(response, 400, lifetime.error());
    return;
  }
  const RuntimeToken token = make_token(std::move(scopes), std::time(nullptr), *lifetime);
  reply_json(response, {{"token", to_jwt(token)}});
}

} // namespace

httplib::Server::Handler control(const Parts& parts, ControlAction action) {
  return [parts, action](const httplib::Request& request, httplib::Response& response) {
    current_exchange().control = true;
    current_exchange().route = request.path;
    action(parts, request, response);
  };
}

void add_control_routes(const Parts& parts) {
  parts.server.Get("/_control/requests", control(parts, list_requests));
  parts.server.Get("/_control/entries", control(parts, list_entries));
  parts.server.Post("/_control/faults", control(parts, replace_faults));
  parts.server.Post("/_control/evict", control(parts, evict));
  parts.server.Post("/_control/reset", control(parts, reset));
  parts.server.Post("/_control/token", control(parts, issue_token));
}

} // namespace github_standin
