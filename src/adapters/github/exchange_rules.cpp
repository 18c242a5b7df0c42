// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/exchange_rules.hpp"

#include "adapters/github/api_url.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr std::size_t longest_etag = 512;

bool is_downloadable(std::string_view url, std::string_view api_url) {
  return url.starts_with("https://")
         || (url.starts_with("http://") && api_url.starts_with("http://"));
}

bool says_json(const ports::HttpAnswer& answer) {
  return answer.header("content-type").starts_with("application/json");
}

bool was_conditional(const ports::HttpRequest& request) {
  return std::ranges::any_of(request.headers,
                             [](const auto& header) { return header.first == "If-None-Match"; });
}

} // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 307 || status == 308;
}

ports::HttpRequest redirected(ports::HttpRequest request,
                              std::string target,
                              const std::string& api_url,
                              bool may_leave) {
  if (target.starts_with('/') && !target.starts_with("//")) {
    target = std::string(origin_of(request.url)) + target;
  }
  const bool own = is_within(api_url, request.url) && is_within(api_url, target);
  if (!own) {
    request.headers = {{"Accept", "*/*"}};
  }
  const bool fine = own || (may_leave && is_downloadable(target, api_url));
  request.url = fine ? std::move(target) : std::string();
  return request;
}

std::string defect_of(const ports::HttpRequest& request, const ports::HttpAnswer& answer) {
  if (answer.status == 304 && !was_conditional(request)) {
    return "answered 304 to a question without a condition";
  }
  if (request.method == "GET" && answer.status == 200 && says_json(answer)
      && !json::accept(answer.body)) {
    return "answered with damaged JSON";
  }
  return {};
}

bool is_worth_keeping(const ports::HttpAnswer& answer) {
  const std::string etag = answer.header("etag");
  return answer.status == 200 && !etag.empty() && etag.size() <= longest_etag
         && (says_json(answer) || json::accept(answer.body));
}

ports::CachedAnswer to_keep(const ports::HttpAnswer& answer) {
  return {.etag = answer.header("etag"), .link = answer.header("link"), .body = answer.body};
}

Error without_query(Error error, const std::string& url) {
  if (const auto at = error.message.find(url); at != std::string::npos) {
    error.message.replace(at, url.size(), origin_of(url));
  }
  return error;
}

} // namespace tidegate::github
