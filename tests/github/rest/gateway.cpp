// SPDX-License-Identifier: Apache-2.0
#include "github/rest/gateway.hpp"

#include "github/cache_index.hpp"
#include "github/json_fields.hpp"
#include "github/rest/etag.hpp"
#include "github/rest/router.hpp"
#include "github/whole_number.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::array<const char*, 2> versions{"2022-11-28", "2026-03-10"};
constexpr const char* usual_version = "2022-11-28";

std::string resource_of(const Matched& matched) {
  const bool graphql =
      matched.route != nullptr && std::string_view(matched.route->name) == "GraphQL";
  return graphql ? "graphql" : "core";
}

void send(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) {
    response.set_header(name, value);
  }
  if (!reply.body.is_null()) {
    response.set_content(to_line(reply.body), "application/json; charset=utf-8");
  }
}

void add_headers(const Parts& parts,
                 const std::string& resource,
                 const httplib::Request& request,
                 httplib::Response& response) {
  const Rate rate = parts.rates.see(resource);
  const auto set = [&](const char* name, const std::string& value) {
    response.set_header(name, value);
  };
  set("x-ratelimit-limit", std::to_string(rate.limit));
  set("x-ratelimit-remaining", std::to_string(rate.remaining()));
  set("x-ratelimit-used", std::to_string(rate.used));
  set("x-ratelimit-reset", std::to_string(rate.reset));
  set("x-ratelimit-resource", resource);
  set("x-github-request-id", random_hex(8));
  set("x-github-media-type", "github.v3; format=json");
  const std::string version = request.get_header_value("X-GitHub-Api-Version");
  set("x-github-api-version-selected", version.empty() ? usual_version : version);
}

// A complaint about the request itself, before anybody looks at what it asks for.
std::optional<Reply> complaint(const httplib::Request& request) {
  if (request.get_header_value("User-Agent").empty()) {
    return refusal(403,
                   "Request forbidden by administrative rules. Please make sure your request has a "
                   "User-Agent header");
  }
  const std::string version = request.get_header_value("X-GitHub-Api-Version");
  if (!version.empty() && std::ranges::find(versions, version) == versions.end()) {
    return refusal(400, "\"" + version + "\" is not a supported version of the API");
  }
  return std::nullopt;
}

bool permitted(const KnownToken& token, const Route& route, bool writes) {
  std::string_view list = route.permissions;
  if (list.empty()) {
    return true;
  }
  while (!list.empty()) {
    const std::size_t bar = list.find('|');
    const Right right = right_to(token, list.substr(0, bar));
    if (right == Right::write || (right == Right::read && !writes)) {
      return true;
    }
    list = bar == std::string_view::npos ? "" : list.substr(bar + 1);
  }
  return false;
}

// Until the first repository is made every name is one, so that a test which is about something
// else needs none.
bool is_there(const Parts& parts, const std::string& repository) {
  return is_repository_name(repository)
         && (parts.repositories.find(repository) || parts.repositories.all().empty());
}

// Who does not say who he is sees what is public, and nothing else.
tl::expected<KnownToken, Reply>
caller_of(const Parts& parts, const httplib::Request& request, const Matched& matched) {
  const std::string secret = token_in(request.get_header_value("Authorization"));
  auto token = parts.tokens.find(secret);
  if (!secret.empty() && !token) {
    return tl::unexpected(refusal(401, "Bad credentials"));
  }
  const auto options = parts.repositories.find(matched.repository);
  const bool is_public = options && !options->is_private;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!token && matched.repository.empty()) {
    return tl::unexpected(refusal(401, "Requires authentication"));
  }
  if (!token && !(is_public && reads)) {
    return tl::unexpected(is_public ? refusal(401, "Requires authentication") : not_found());
  }
  return token ? *token : KnownToken{.secret = "", .name = "", .others = Right::read};
}

std::optional<Reply> refused(const Parts& parts,
                             const httplib::Request& request,
                             const Matched& matched,
                             const KnownToken& token) {
  if (!matched.repository.empty()
      && (!is_there(parts, matched.repository) || !sees(token, matched.repository))) {
    return not_found();
  }
  const bool writes = request.method != "GET" && request.method != "HEAD";
  if (!permitted(token, *matched.route, writes)) {
    return refusal(403, "Resource not accessible by integration");
  }
  return std::nullopt;
}

Reply serve(const Parts& parts,
            const httplib::Request& request,
            const Matched& matched,
            const KnownToken& token) {
  json body = request.body.empty() ? json::object() : parse_any(request.body);
  if (!body.is_object()) {
    return refusal(400, "Problems parsing JSON");
  }
  const std::lock_guard lock(parts.world.guard);
  std::string api = parts.world.settings.api_url;
  if (api.empty()) {
    api = parts.server.url();
    api.pop_back();
  }
  return matched.route->answer({.parts = parts,
                                .request = request,
                                .token = token,
                                .api = api + matched.prefix,
                                .repository = matched.repository,
                                .captured = matched.captured,
                                .body = std::move(body)});
}

Reply checked(const Parts& parts, const httplib::Request& request, const Matched& matched) {
  if (auto wrong = complaint(request)) {
    return *wrong;
  }
  auto token = caller_of(parts, request, matched);
  if (!token) {
    return token.error();
  }
  if (auto wrong = refused(parts, request, matched, *token)) {
    return *wrong;
  }
  return serve(parts, request, matched, *token);
}

Reply exhausted(const Rate& rate) {
  Reply reply = refusal(403, "API rate limit exceeded for installation ID 1.");
  reply.status = rate.refusal;
  reply.body["documentation_url"] =
      "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
  reply.body["status"] = std::to_string(rate.refusal);
  return reply;
}

// Everything counts but a 304 and a look at the limits.
Reply counted_reply(const Parts& parts, const httplib::Request& request, const Matched& matched) {
  const std::string resource = resource_of(matched);
  if (std::string_view(matched.route->name) == "GetRateLimit") {
    return checked(parts, request, matched);
  }
  if (!parts.rates.take(resource)) {
    return exhausted(parts.rates.see(resource));
  }
  Reply reply = checked(parts, request, matched);
  current_exchange().counted = true;
  if (reply.status == 200 && request.method == "GET") {
    const std::string tag = etag_of(to_line(reply.body));
    reply.headers.emplace_back("ETag", tag);
    reply.headers.emplace_back("Cache-Control", "private, max-age=60, s-maxage=60");
    if (names_tag(request.get_header_value("If-None-Match"), tag)) {
      reply = {.status = 304, .body = nullptr, .headers = std::move(reply.headers)};
      parts.rates.give_back(resource);
      current_exchange().counted = false;
    }
  }
  return reply;
}

// The page that a fault shows in place of the one that was asked for.
httplib::Request with_page(const httplib::Request& request, std::uint64_t page) {
  httplib::Request other = request;
  other.params.erase("page");
  other.params.emplace("page", std::to_string(page));
  return other;
}

// The first page again and again, or the one before once more; the links are those that would lead
// a client on.
Reply spoiled_reply(const Parts& parts, const httplib::Request& request, const Matched& matched) {
  const auto paging = current_exchange().paging;
  if (paging == Exchange::Paging::right) {
    return counted_reply(parts, request, matched);
  }
  const std::uint64_t page =
      whole_number<std::uint64_t>(request.get_param_value("page")).value_or(1);
  if (paging == Exchange::Paging::repeated) {
    Reply reply = counted_reply(parts, request, matched);
    reply.body = checked(parts, with_page(request, page > 1 ? page - 1 : 1), matched).body;
    return reply;
  }
  Reply reply = counted_reply(parts, with_page(request, 1), matched);
  std::erase_if(reply.headers, [](const auto& header) { return header.first == "Link"; });
  std::string path = request.target.substr(1, request.target.find('?') - 1);
  reply.headers.emplace_back("Link",
                             "<" + parts.server.url() + path + "?per_page=100&page="
                                 + std::to_string(page + 1) + ">; rel=\"next\"");
  return reply;
}

void answer(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const Matched matched = match(request.method, request.target);
  Exchange& exchange = current_exchange();
  exchange.route = matched.route == nullptr ? "" : matched.route->name;
  exchange.key = matched.repository;
  exchange.api = true;
  if (inject(parts.faults, parts.server.stop_signal(), response)) {
    add_headers(parts, resource_of(matched), request, response);
    return;
  }
  send(matched.route == nullptr ? not_found() : spoiled_reply(parts, request, matched), response);
  if (exchange.truncated) {
    response.body.resize(response.body.size() / 2);
  }
  add_headers(parts, resource_of(matched), request, response);
}

} // namespace

void add_rest_gateway(const Parts& parts) {
  const auto handler = [parts](const httplib::Request& request, httplib::Response& response) {
    answer(parts, request, response);
  };
  for (const char* path : {"/repos/.*", "/api/.*", "/rate_limit", "/user", "/graphql"}) {
    parts.server.Get(path, handler);
    parts.server.Post(path, handler);
    parts.server.Put(path, handler);
    parts.server.Patch(path, handler);
    parts.server.Delete(path, handler);
  }
}

} // namespace github_standin
