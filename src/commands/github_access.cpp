// SPDX-License-Identifier: Apache-2.0
#include "commands/github_access.hpp"

#include "adapters/git/user_repository.hpp"
#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

// "github.com" of "https://github.com/" and of "git@github.com:owner/name.git".
std::string_view host_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  }
  url = url.substr(0, url.find('/'));
  if (const auto user = url.rfind('@'); user != std::string_view::npos) {
    url.remove_prefix(user + 1);
  }
  return url.substr(0, url.find(':'));
}

// Without user and password: it is shown in errors.
std::string without_user(std::string url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
  const auto host = std::string_view(url).substr(begin, url.find('/', begin) - begin);
  if (const auto user = host.rfind('@'); user != std::string_view::npos) {
    url.erase(begin, user + 1);
  }
  return url;
}

std::string first_of(const std::string& one, const std::string& other) {
  return one.empty() ? other : one;
}

std::string repository_here(const ports::Environment& environment) {
  const auto found = git::url_of_remote(".", "origin");
  const std::string origin = found ? found->value_or("") : "";
  return host_of(origin) == host_of(github_server(environment)) ? repository_in(origin) : "";
}

} // namespace

std::string repository_in(std::string_view url) {
  const char* before_owner = "/:"; // of "git@host:owner/name"
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
    before_owner = "/";
  }
  url.remove_prefix(url.substr(0, url.find('/')).rfind('@') + 1); // a user, perhaps a password
  while (url.ends_with('/')) {
    url.remove_suffix(1);
  }
  if (url.ends_with(".git")) {
    url.remove_suffix(4);
  }
  const auto name = url.rfind('/');
  if (name == std::string_view::npos || name == 0) {
    return {};
  }
  const auto owner = url.find_last_of(before_owner, name - 1);
  return owner == std::string_view::npos ? std::string{} : std::string(url.substr(owner + 1));
}

std::string github_server(const ports::Environment& environment) {
  return without_user(first_of(environment.text("GITHUB_SERVER_URL"), "https://github.com"));
}

std::string github_token(const ports::Environment& environment, const std::string& given) {
  std::string token(util::trim(given));
  for (const char* const name : {"GITHUB_TOKEN", "GH_TOKEN"}) {
    token = token.empty() ? std::string(util::trim(environment.text(name))) : token;
  }
  return token;
}

github::Access github_access(const ports::Environment& environment, const std::string& token) {
  return {.api_url =
              without_user(first_of(environment.text("GITHUB_API_URL"), "https://api.github.com")),
          .repository = environment.text("GITHUB_REPOSITORY"),
          .token = github_token(environment, token)};
}

Result<github::Access> named_access(const std::string& named,
                                    const ports::Environment& environment) {
  github::Access access = github_access(environment);
  access.repository = first_of(named, access.repository);
  if (access.repository.empty()) {
    access.repository = repository_here(environment);
  }
  if (!github::is_repository(access.repository)) {
    return failed(Error::Kind::usage,
                  access.repository.empty() ? "it is not known which repository on GitHub is meant"
                                            : fmt::format("\"{}\" is no repository of GitHub",
                                                          util::to_printable(access.repository)),
                  "give it as --repository OWNER/NAME, or set GITHUB_REPOSITORY");
  }
  return access;
}

} // namespace tidegate::commands
