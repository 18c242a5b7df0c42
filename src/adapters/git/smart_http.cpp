// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/smart_http.hpp"

#include "util/text.hpp"

#include <chrono>
#include <fmt/format.h>

namespace tidegate::git {
namespace {

constexpr std::string_view refs_path = "/info/refs?service=git-upload-pack";
constexpr std::chrono::minutes short_limit(1);
constexpr std::chrono::minutes long_limit(10); // for packs

tl::unexpected<Failure> lasting(std::string message, std::string hint) {
  return tl::unexpected(Failure{
      .error = {Error::Kind::external, std::move(message), std::move(hint)}, .passing = false});
}

std::string hint_for(int status, bool writes) {
  switch (status) {
  case 401:
    return "give a token in GITHUB_TOKEN or GH_TOKEN, in a workflow GITHUB_TOKEN: ${{ github.token "
           "}}; what Git itself is given (credential helpers, the extraheader of "
           "actions/checkout) is not used";
  case 403:
    return writes ? "the job's token may not write: it needs `permissions: contents: write`"
                  : "the job's token may not read: it needs `permissions: contents: read`";
  case 404:
    return "the repository is not there, or the token may not see it";
  default:
    return {};
  }
}

bool is_passing(int status) {
  return status >= 500 || status == 408 || status == 429;
}

// What the server says in a body, where it is a text of a few words and no page.
std::string words_of(const ports::HttpAnswer& answer) {
  constexpr std::size_t longest = 300;
  const bool text = answer.header("content-type").starts_with("text/plain");
  if (!text || util::trim(answer.body).empty()) {
    return {};
  }
  return fmt::format(": {}", util::shorten(util::to_printable(util::trim(answer.body)), longest));
}

// Only what is asked first may be somewhere else; the rest goes where that led to.
bool is_redirect(const ports::HttpRequest& request, int status) {
  return request.method == "GET"
         && (status == 301 || status == 302 || status == 307 || status == 308);
}

// The header's value, and the user and the password in it.
util::Redactor redactor_of(std::string_view authorization) {
  util::Redactor redactor;
  const std::string_view encoded = authorization.substr(authorization.find(' ') + 1);
  redactor.hide(encoded);
  const std::string pair = util::decode_base64(encoded).value_or("");
  const auto colon = pair.find(':');
  const bool only_user = colon + 1 == pair.size();
  redactor.hide(colon == std::string::npos ? "" : pair.substr(only_user ? 0 : colon + 1));
  redactor.hide(only_user ? pair.substr(0, colon) : "");
  return redactor;
}

} // namespace

SmartHttp::SmartHttp(ports::Http& http, Remote remote)
    : http_(http),
      remote_(std::move(remote)),
      redactor_(redactor_of(remote_.authorization)) {}

ports::HttpRequest SmartHttp::request(std::string_view path) const {
  ports::HttpRequest request;
  request.url = remote_.url + std::string(path);
  request.headers = {{"Git-Protocol", "version=2"}};
  if (!remote_.authorization.empty()) {
    request.headers.emplace_back("Authorization", remote_.authorization);
  }
  request.time_limit = short_limit;
  return request;
}

ports::HttpRequest SmartHttp::post(std::string_view service, std::string body) const {
  ports::HttpRequest request = this->request(fmt::format("/{}", service));
  request.method = "POST";
  request.headers.emplace_back("Content-Type", fmt::format("application/x-{}-request", service));
  request.headers.emplace_back("Accept", fmt::format("application/x-{}-result", service));
  request.body = std::move(body);
  return request;
}

Answer<ports::HttpAnswer> SmartHttp::send(const ports::HttpRequest& request, bool writes) {
  auto answer = http_.send(request);
  if (!answer) {
    return tl::unexpected(Failure{.error = std::move(answer.error()), .passing = true});
  }
  if (answer->status == 200 || is_redirect(request, answer->status)) {
    return std::move(*answer);
  }
  return tl::unexpected(Failure{.error = {Error::Kind::external,
                                          fmt::format("{} answers with HTTP {}{}",
                                                      remote_.url,
                                                      answer->status,
                                                      clean(words_of(*answer))),
                                          hint_for(answer->status, writes)},
                                .passing = is_passing(answer->status)});
}

Answer<std::string> SmartHttp::advertisement() {
  constexpr int most_redirects = 3;
  for (int i = 0; i <= most_redirects; ++i) {
    auto answer = send(request(refs_path), false);
    if (!answer) {
      return tl::unexpected(std::move(answer.error()));
    }
    if (answer->status == 200) {
      return std::move(answer->body);
    }
    const std::string target = answer->header("location");
    if (!target.ends_with(refs_path) || !same_origin(target, remote_.url)
        || clean(target) != target) {
      return lasting(fmt::format("{} is somewhere else now", remote_.url),
                     "give its new URL to --remote; a redirect to another host is not followed");
    }
    remote_.url = target.substr(0, target.size() - refs_path.size());
  }
  return lasting(fmt::format("{} redirects again and again", remote_.url),
                 "give the URL itself to --remote");
}

Answer<std::string> SmartHttp::ask(const std::string& body) {
  auto answer = send(post("git-upload-pack", body), false);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return std::move(answer->body);
}

Answer<void> SmartHttp::stream(const std::string& body,
                               const std::function<bool(std::string_view)>& sink) {
  ports::HttpRequest request = post("git-upload-pack", body);
  request.time_limit = long_limit;
  request.on_piece = sink;
  if (auto answer = send(request, false); !answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return {};
}

Answer<std::string> SmartHttp::push(std::string body) {
  ports::HttpRequest request = post("git-receive-pack", std::move(body));
  request.time_limit = long_limit;
  auto answer = send(request, true);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return std::move(answer->body);
}

} // namespace tidegate::git
