// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/remote.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace tidegate::git {
namespace {

std::string basic(std::string_view user_and_password) {
  return "Basic " + util::encode_base64(user_and_password);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return result;
}

// http[s]://[user[:password]@]host[:port]/path
struct HttpUrl {
  std::string scheme;
  std::string user; // with the password, as it is written
  std::string host; // in lower case, with the port where it is not the scheme's own
  std::string path; // with its slash, without one at the end
};

std::string without_default_port(std::string host, std::string_view scheme) {
  const std::string_view port = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(port)) {
    host.resize(host.size() - port.size());
  }
  return host;
}

std::optional<HttpUrl> parse_http(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  HttpUrl url{.scheme = lower(text.substr(0, colon)), .user = {}, .host = {}, .path = {}};
  text.remove_prefix(colon + 3);
  const auto slash = std::min(text.find('/'), text.size());
  std::string_view authority = text.substr(0, slash);
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    url.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  url.host = without_default_port(lower(authority), url.scheme);
  url.path = text.substr(slash);
  while (url.path.ends_with('/')) {
    url.path.pop_back();
  }
  const bool plain = std::ranges::all_of(url.host + url.path, [](char letter) {
    return letter > ' ' && letter < '\x7f' && letter != '?' && letter != '#' && letter != '\\';
  });
  const bool web = url.scheme == "http" || url.scheme == "https";
  return web && plain && !url.host.empty() ? std::optional(url) : std::nullopt;
}

std::string origin(const HttpUrl& url) {
  return fmt::format("{}://{}", url.scheme, url.host);
}

bool is_loopback(std::string_view host) {
  if (host.starts_with("[::1]")) {
    return true;
  }
  host = host.substr(0, host.find(':'));
  const bool numbers = std::ranges::all_of(
      host, [](char letter) { return letter == '.' || (letter >= '0' && letter <= '9'); });
  return host == "localhost" || (numbers && host.starts_with("127."));
}

// A user or a password of a URL, where %41 is A.
std::string decoded(std::string_view text) {
  std::string result;
  const auto digit = [](char letter) -> int {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto found = digits.find(
        letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    result += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    i += escape ? 2 : 0;
  }
  return result;
}

struct SshUrl {
  std::string host;
  std::string path; // owner/name
};

// ssh://[user@]host[:port]/path and [user@]host:path
std::optional<SshUrl> parse_ssh(std::string_view text) {
  const bool with_scheme = text.starts_with("ssh://");
  text.remove_prefix(with_scheme ? 6 : 0);
  const auto end = text.find(with_scheme ? '/' : ':');
  if (end == std::string_view::npos || end == 0) {
    return std::nullopt;
  }
  std::string_view host = text.substr(0, end);
  std::string_view path = text.substr(end + 1);
  if (const auto at = host.rfind('@'); at != std::string_view::npos) {
    host.remove_prefix(at + 1);
  }
  if (host.find('/') != std::string_view::npos || path.empty()) {
    return std::nullopt;
  }
  host = host.substr(0, host.find(':'));
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  return SshUrl{.host = lower(host), .path = std::string(path)};
}

HttpUrl server_url(const Server& server) {
  const auto url = parse_http(server.url);
  return url ? *url : HttpUrl{.scheme = "https", .user = {}, .host = "github.com", .path = {}};
}

tl::unexpected<Error> not_over_http(const Server& server) {
  const std::string example =
      fmt::format("{}/{}",
                  origin(server_url(server)),
                  server.repository.empty() ? "OWNER/NAME" : server.repository);
  return failed(Error::Kind::usage,
                "this is neither an https URL nor an ssh one of the GitHub server",
                fmt::format("give the URL itself: --remote {}", example));
}

} // namespace

bool same_origin(std::string_view one, std::string_view other) {
  const auto first = parse_http(one.substr(0, one.find_first_of("?#")));
  const auto second = parse_http(other.substr(0, other.find_first_of("?#")));
  return first && second && origin(*first) == origin(*second);
}

Result<Remote> resolve_remote(std::string_view text, const Server& server) {
  const HttpUrl home = server_url(server);
  auto url = parse_http(text);
  if (!url && text.find("://") != std::string_view::npos && !text.starts_with("ssh://")) {
    return not_over_http(server);
  }
  if (!url) {
    const auto ssh = parse_ssh(text);
    if (!ssh || ssh->host != home.host.substr(0, home.host.find(':'))) {
      return not_over_http(server);
    }
    url = parse_http(fmt::format("{}/{}", origin(home), ssh->path));
  }
  if (!url || url->path.empty()) {
    return not_over_http(server);
  }
  const bool at_home = origin(*url) == origin(home);
  if (url->scheme == "http" && !at_home && !is_loopback(url->host)) {
    return failed(Error::Kind::usage,
                  fmt::format("{}: plain http would show the token to the network", origin(*url)),
                  "use the https URL");
  }
  Remote remote{.url = origin(*url) + url->path, .authorization = {}};
  if (url->user.find(':') != std::string::npos) {
    remote.authorization = basic(decoded(url->user));
  } else if (at_home && !server.token.empty()) {
    remote.authorization = basic("x-access-token:" + server.token);
  } else if (!url->user.empty()) { // a token may stand there alone
    const std::string user = decoded(url->user);
    remote.authorization = basic(at_home ? "x-access-token:" + user : user + ":");
  }
  return remote;
}

bool is_branch_name(std::string_view name) {
  constexpr std::string_view forbidden = " ~^:?*[\\\x7f";
  const bool letters = std::ranges::all_of(name, [&](char letter) {
    return letter > ' ' && letter < '\x7f' && forbidden.find(letter) == std::string_view::npos;
  });
  const bool parts = std::ranges::all_of(util::split(name, '/'), [](const std::string& part) {
    return !part.empty() && part.front() != '.' && !part.ends_with(".lock");
  });
  constexpr std::size_t longest = 200;
  return letters && parts && !name.empty() && name.size() <= longest && name.front() != '-'
         && name.back() != '.' && name.find("..") == std::string_view::npos
         && name.find("@{") == std::string_view::npos && name != "@";
}

} // namespace tidegate::git
