// SPDX-License-Identifier: Apache-2.0
#include "commands/github_access.hpp"

#include "adapters/git/user_repository.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <string_view>

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

// "owner/name" at the end of a URL; empty where there is none.
std::string repository_in(std::string_view url) {
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
  const auto owner = url.find_last_of("/:", name - 1);
  return owner == std::string_view::npos ? std::string{} : std::string(url.substr(owner + 1));
}

std::string repository_here(const ports::Environment& environment) {
  const auto origin = git::url_of_remote(".", "origin");
  const std::string server = environment.get("GITHUB_SERVER_URL").value_or("https://github.com");
  return origin && host_of(*origin) == host_of(server) ? repository_in(*origin) : std::string{};
}

std::string first_of(const std::string& one, const std::string& other) {
  return one.empty() ? other : one;
}

} // namespace

std::string github_token(const ports::Environment& environment, const std::string& given) {
  std::string token(util::trim(given));
  for (const char* const name : {"GITHUB_TOKEN", "GH_TOKEN"}) {
    token = token.empty() ? std::string(util::trim(environment.text(name))) : token;
  }
  return token;
}

github::Access github_access(const ports::Environment& environment, const std::string& token) {
  return {.api_url = first_of(environment.text("GITHUB_API_URL"), "https://api.github.com"),
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
