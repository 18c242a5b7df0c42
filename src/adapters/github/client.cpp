// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/client.hpp"

#include "adapters/github/api_url.hpp"
#include "adapters/github/client_question.hpp"
#include "adapters/github/exchange_rules.hpp"
#include "adapters/github/json_fields.hpp"
#include "adapters/github/link.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace tidegate::github {
namespace {

// A token from a file may end in a newline; what is left must not end the header that it is in.
bool is_token(std::string_view token) {
  return std::ranges::all_of(token, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

Client::Client(ports::Http& http,
               ports::Clock& clock,
               Access access,
               ClientOptions options,
               ports::AnswerCache* cache)
    : http_(http),
      clock_(clock),
      access_(std::move(access)),
      options_(std::move(options)),
      cache_(cache) {
  while (access_.api_url.ends_with('/')) {
    access_.api_url.pop_back();
  }
}

Result<std::string> Client::url_of(std::string_view path) const {
  std::string url(path);
  if (path.starts_with('/')) {
    url = access_.api_url + url;
  } else if (!path.starts_with("http://") && !path.starts_with("https://")) {
    if (!is_repository(access_.repository)) {
      return failed(Error::Kind::usage,
                    "the repository is not of the form owner/name",
                    "set GITHUB_REPOSITORY");
    }
    url = fmt::format(
        "{}/repos/{}{}{}", access_.api_url, access_.repository, path.empty() ? "" : "/", path);
  }
  if (!is_within(access_.api_url, url)) {
    return failed(Error::Kind::external,
                  fmt::format("{} is no URL of the API {}",
                              util::to_printable(url),
                              util::to_printable(access_.api_url)),
                  "check GITHUB_API_URL");
  }
  return url;
}

Result<Client::Question> Client::question(const std::string& method, std::string_view path) {
  passing_ = false;
  auto url = url_of(path);
  if (!url) {
    return tl::unexpected(std::move(url.error()));
  }
  if (!is_token(access_.token)) {
    return failed(Error::Kind::external,
                  "the token holds a blank or a control character, as no token of GitHub does",
                  "check where GITHUB_TOKEN is set");
  }
  Question question{.most_bytes = options_.most_bytes};
  question.request.method = method;
  question.request.url = std::move(*url);
  question.request.time_limit =
      std::chrono::duration_cast<std::chrono::milliseconds>(options_.time_limit);
  question.request.headers = {{"Accept", "application/vnd.github+json"},
                              {"X-GitHub-Api-Version", "2022-11-28"}};
  if (!access_.token.empty()) {
    question.request.headers.emplace_back("Authorization", "Bearer " + access_.token);
  }
  return question;
}

Result<ApiAnswer> Client::page(const std::string& url, ports::HttpAnswer answer) const {
  std::string next = next_page(answer.header("link"));
  if (!next.empty() && !is_within(access_.api_url, next)) {
    return failed(Error::Kind::external,
                  fmt::format("{} links to another place, which is not followed", url));
  }
  return ApiAnswer{
      .status = answer.status, .body = std::move(answer.body), .next = std::move(next)};
}

Result<ApiAnswer> Client::get(std::string_view path) {
  auto asked = question("GET", path);
  if (!asked) {
    return tl::unexpected(std::move(asked.error()));
  }
  const std::string url = asked->request.url;
  auto known = cache_ == nullptr ? std::nullopt : cache_->find(url);
  if (known) {
    asked->request.headers.emplace_back("If-None-Match", known->etag);
  }
  auto answer = exchange(*asked);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  if (answer->status == 304) {
    auto kept = page(
        url, {.status = 200, .body = std::move(known->body), .headers = {{"link", known->link}}});
    if (kept) {
      kept->unchanged = true;
    }
    return kept;
  }
  if (cache_ != nullptr && is_worth_keeping(*answer)) {
    cache_->keep(url, to_keep(*answer));
  }
  return page(url, std::move(*answer));
}

Result<ApiAnswer> Client::send(const std::string& method,
                               std::string_view path,
                               const std::string& body,
                               bool repeatable) {
  auto asked = question(method, path);
  if (!asked) {
    return tl::unexpected(std::move(asked.error()));
  }
  asked->repeatable = repeatable;
  asked->request.body = body;
  if (!body.empty()) {
    asked->request.headers.emplace_back("Content-Type", "application/json");
  }
  auto answer = exchange(*asked);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return ApiAnswer{.status = answer->status, .body = std::move(answer->body)};
}

Result<ApiAnswer> Client::graphql(const std::string& body, bool repeatable) {
  auto asked = question("POST", "/graphql");
  if (!asked) {
    return tl::unexpected(std::move(asked.error()));
  }
  asked->repeatable = repeatable;
  asked->request.url = graphql_url(access_.api_url);
  asked->request.body = body;
  asked->request.headers.emplace_back("Content-Type", "application/json");
  auto answer = exchange(*asked);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return ApiAnswer{.status = answer->status, .body = std::move(answer->body)};
}

Result<ApiAnswer> Client::pages(std::string_view path,
                                const std::function<bool(const ApiAnswer&)>& sink,
                                int most_pages) {
  std::string url(path);
  std::set<std::string> seen;
  for (int page = 0; page < most_pages; ++page) {
    auto answer = get(url);
    if (!answer || !answer->ok() || !sink(*answer) || answer->next.empty()) {
      return answer;
    }
    if (!seen.insert(answer->next).second || answer->next == url_of(path)) {
      return failed(Error::Kind::external,
                    fmt::format("{} links to itself as its next page", answer->next));
    }
    url = std::move(answer->next);
  }
  return failed(Error::Kind::external,
                fmt::format("{} has more than {} pages", path, most_pages),
                "narrow the question down; no list of GitHub's is that long");
}

Result<ApiAnswer> Client::download(std::string_view path, std::size_t most_bytes) {
  auto asked = question("GET", path);
  if (!asked) {
    return tl::unexpected(std::move(asked.error()));
  }
  asked->may_leave = true;
  asked->most_bytes = most_bytes;
  auto answer = exchange(*asked);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return ApiAnswer{.status = answer->status, .body = std::move(answer->body)};
}

std::string refusal_text(const ApiAnswer& answer) {
  const nlohmann::json body = parse_json(answer.body);
  std::string message = message_in(body);
  for (const std::string& defect : defects_in(body)) {
    message += (message.empty() ? "" : ": ") + defect;
  }
  return message.empty() ? fmt::format("GitHub answered {}", answer.status)
                         : fmt::format("GitHub answered {}: {}", answer.status, message);
}

} // namespace tidegate::github
