// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <string>
#include <string_view>

namespace tidegate::git {

// A repository that is spoken to over HTTP.
struct Remote {
  std::string url;           // https://host/owner/name.git, without user and password
  std::string authorization; // value of the header; empty: none. Only ever sent to the url's host
};

// What GitHub Actions tells about the server.
struct Server {
  std::string url;        // GITHUB_SERVER_URL; empty: https://github.com
  std::string repository; // GITHUB_REPOSITORY; may be empty
  std::string token;      // goes to the host of `url` only; may be empty
};

// `text`: an http or https URL, or an ssh one of the server's host. http is for loopback and for a
// server that is itself http. A password in the URL is used instead of the token, a user without
// one where there is no token. Error: usage, with a hint; it never quotes a password.
Result<Remote> resolve_remote(std::string_view text, const Server& server);

// True where both URLs have the same scheme, host and port.
bool same_origin(std::string_view one, std::string_view other);

// A name that Git takes for a branch (git check-ref-format), of printable ASCII without spaces.
bool is_branch_name(std::string_view name);

} // namespace tidegate::git
